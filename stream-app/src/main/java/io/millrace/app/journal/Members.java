package io.millrace.app.journal;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** Which instances of a pipeline are alive, as their consumer group knows them. */
public interface Members {
    /** Between an instance's name and what its threads add to it. */
    String THREAD = "-StreamThread-";

    /** Names of all instances. */
    Set<String> alive();

    /**
     * The members of a consumer group.
     *
     * @param group the application's id
     */
    static Members of(Admin admin, String group) {
        return () -> {
            try {
                var names = new TreeSet<String>();
                for (MemberDescription member : admin.describeConsumerGroups(Set.of(group))
                        .all()
                        .get(10, TimeUnit.SECONDS)
                        .values()
                        .iterator()
                        .next()
                        .members()) {
                    names.add(instance(member.clientId()));
                }
                return names;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return Set.of();
                }
                throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
            } catch (TimeoutException e) {
                throw new KafkaException("the brokers do not say who is a member of group " + group, e);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        };
    }

    /** Who a client belongs to. */
    private static String instance(String clientId) {
        int thread = clientId.indexOf(THREAD);
        return thread < 0 ? clientId : clientId.substring(0, thread);
    }
}
