package io.millrace.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.sensors.SensorReading;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void theHandbooksIsWithoutMistakeAndNeedsNoModel() {
        var pipeline = ShippedPipelines.read("transactions-handbook");

        assertThat(pipeline.name()).isEqualTo("transactions-handbook");
        assertThat(pipeline.featureNames())
                .containsExactly(
                        "weekend",
                        "night",
                        "cust_nb_1d",
                        "cust_nb_7d",
                        "cust_nb_30d",
                        "cust_avg_1d",
                        "cust_avg_7d",
                        "cust_avg_30d",
                        "term_nb_1d",
                        "term_nb_7d",
                        "term_nb_30d",
                        "term_risk_1d",
                        "term_risk_7d",
                        "term_risk_30d");
        assertThat(pipeline.model()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"plain, 14", "clipped, 14", "lags, 28", "lags-clipped, 28"})
    void thoseOfTurbofansAreWithoutMistakeModelIncluded(String name, int features) {
        var pipeline = ShippedPipelines.read("turbofan/" + name);

        assertThat(pipeline.name()).isEqualTo("turbofan-" + name);
        assertThat(pipeline.featureNames()).hasSize(features);
        assertThat(pipeline.model()).isNotNull();
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
