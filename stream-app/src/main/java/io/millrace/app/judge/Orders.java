package io.millrace.app.judge;

import io.millrace.app.journal.Desk;
import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.JournalWriter;
import io.millrace.app.journal.Members;
import io.millrace.app.journal.Order;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Carries rulings out by the rollout log. Confined to one thread. */
final class Orders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Admin admin;
    private final JournalReader reader;
    private final JournalWriter writer;
    private final Desk desk;

    private Orders(Admin admin, JournalReader reader, JournalWriter writer, Desk desk) {
        this.admin = admin;
        this.reader = reader;
        this.writer = writer;
        this.desk = desk;
    }

    /**
     * To be closed by the caller.
     *
     * @param group of the instances that score
     * @param partitions of the event topic
     */
    static Orders open(Journal journal, String group, int partitions, Clock clock) {
        var admin = journal.clients().admin();
        var reader = journal.newReader();
        var writer = journal.newWriter();
        var members = Members.of(admin, group);
        return new Orders(admin, reader, writer, new Desk(reader, writer, members, partitions, PATIENCE, clock));
    }

    /**
     * Tries to carry a ruling out.
     *
     * @return whether that is done, by this or by somebody else; otherwise it may be tried again
     */
    boolean carryOut(Ruling ruling) {
        var contest = ruling.contest();
        var on = new AtomicBoolean(true);
        try {
            if (contest.kind() == Contest.Kind.SHADOW && !ruling.promote()) {
                desk.retire(contest.challenger(), Note.AUTOMATIC, ruling.reason(), ruling.evidence());
            } else {
                var change = ruling.promote() ? new Change.Promote(contest.challenger()) : new Change.RollBack();
                desk.change(
                        new Order(change, Note.AUTOMATIC, ruling.reason(), Optional.empty(), ruling.evidence()),
                        state -> {
                            on.set(contest.isOn(state));
                            return on.get();
                        });
            }
            LOG.atWarn()
                    .addKeyValue("version", contest.challenger())
                    .addKeyValue("reason", ruling.reason())
                    .log(ruling.promote() ? "challenger is promoted" : "challenger is rolled back");
            return true;
        } catch (RefusedException e) {
            boolean over = !on.get() || contest.isOver(desk.state()); // somebody else was faster, which is as good
            LOG.atLevel(over ? Level.INFO : Level.WARN)
                    .addKeyValue("version", contest.challenger())
                    .addKeyValue("reason", e.why())
                    .log(over ? "challenger is gone already" : "what was found of a challenger cannot be carried out");
            return over;
        }
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        admin.close(Duration.ZERO);
    }
}
