package io.millrace.sandbox.simulator;

import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.sensors.MachineFailure;
import io.millrace.schemas.sensors.SensorReading;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.transactions.TransactionOutcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The two shipped domains, with the topic and the schema of each role they know. */
public enum Domain {
    TRANSACTIONS(Map.of(
            Role.EVENT, new Channel("transactions", Transaction.getClassSchema()),
            Role.OUTCOME, new Channel("transaction-outcomes", TransactionOutcome.getClassSchema()),
            Role.REFERENCE, new Channel("customers", Customer.getClassSchema()))),
    SENSORS(Map.of(
            Role.EVENT, new Channel("sensor-readings", SensorReading.getClassSchema()),
            Role.OUTCOME, new Channel("machine-failures", MachineFailure.getClassSchema())));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable view of a private map
    private final Map<Role, Channel> channels;

    Domain(Map<Role, Channel> channels) {
        this.channels = Collections.unmodifiableMap(new EnumMap<>(channels));
    }

    /** The channels of this domain, in the order of the roles; sensors have no reference table. */
    public Map<Role, Channel> channels() {
        return channels;
    }

    /**
     * Where messages of one role go.
     *
     * @throws IllegalArgumentException if the domain does not know the role
     */
    public Channel channel(Role role) {
        var channel = channels.get(role);
        if (channel == null) {
            throw new IllegalArgumentException(this + " has no topic for " + role);
        }
        return channel;
    }

    /** Where messages of one role go. */
    public record Channel(String topic, Schema schema) {
        /** The registry's subject for the topic's values. */
        public String subject() {
            return SchemaRegistry.valueSubject(topic);
        }
    }
}
