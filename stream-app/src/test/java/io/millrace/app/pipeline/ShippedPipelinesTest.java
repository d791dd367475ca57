package io.millrace.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.sensors.SensorReading;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedPipelinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void areWithoutMistakeModelAndProfileIncluded(String name) {
        var pipeline = ShippedPipelines.read(name);

        assertThat(pipeline.name()).isEqualTo(name);
        assertThat(pipeline.model()).isNotNull();
        assertThat(pipeline.monitor()).isNotNull();
    }

    static Stream<Arguments> contracts() {
        return Stream.of(
                Arguments.of("transactions/transaction.avsc", Transaction.getClassSchema()),
                Arguments.of("transactions/customer.avsc", Customer.getClassSchema()),
                Arguments.of("sensors/sensor-reading.avsc", SensorReading.getClassSchema()));
    }

    /** The generated class says of its strings that they are Java's; the contract does not. */
    @ParameterizedTest
    @MethodSource("contracts")
    void readTheContractsThatTheirProducersWrite(String file, Schema contract) throws IOException {
        var shipped = new Schema.Parser().parse(ShippedPipelines.folder(file).toFile());

        assertThat(json(shipped)).isEqualTo(json(contract));
    }

    private static String json(Schema schema) {
        return SchemaFormatter.format("json/inline", schema)
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"");
    }
}
