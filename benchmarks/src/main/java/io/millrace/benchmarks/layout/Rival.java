package io.millrace.benchmarks.layout;

import io.millrace.benchmarks.workload.Payment;

/**
 * One way to keep a customer's payments and to count and average those of the last days. Both have their store open, under one
 * task of a Kafka Streams application that does not run. Confined to one thread; whoever opened it closes it.
 */
interface Rival extends AutoCloseable {
    /** Adds a payment to its customer's. */
    void add(Payment payment);

    /**
     * Adds a payment to its customer's, and fills in what the windows that end with it hold.
     *
     * @param row count and mean amount of every span, in this order
     */
    void enrich(Payment payment, double[] row);

    @Override
    void close();
}
