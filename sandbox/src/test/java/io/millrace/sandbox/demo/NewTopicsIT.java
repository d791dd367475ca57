package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.runtime.NewTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class NewTopicsIT {
    private static final int TOPICS = 60;

    @Test
    void aTopicThatHasBeenMadeTakesTheFirstRecordAtTheFirstAttempt() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", kafka.bootstrap(), "enable.idempotence", false, "retries", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; i < TOPICS; i++) {
                var topic = "new-" + i;
                NewTopics.create(admin, List.of(new NewTopic(topic, 3, (short) 1)));
                for (int partition = 0; partition < 3; partition++) {
                    var written = producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}))
                            .get();
                    assertThat(written.offset()).isZero();
                }
            }
        }
    }

    @Test
    void aTopicThatIsThereIsNotMadeAgainAndIsNotWaitedFor() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            var topic = new NewTopic("there", 1, (short) 1);

            assertThat(NewTopics.createMissing(admin, topic)).isTrue();
            assertThat(NewTopics.createMissing(admin, topic)).isFalse();
            assertThatThrownBy(() -> NewTopics.create(admin, List.of(topic))).isInstanceOf(TopicExistsException.class);
        }
    }
}
