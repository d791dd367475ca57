package io.millrace.benchmarks.workload;

/**
 * A card transaction.
 *
 * @param number of the transaction, from 0 in the order of time
 * @param timeMillis since 1970
 * @param customer number, from 0
 * @param terminal number, from 0
 * @param scenario 0 genuine, otherwise why it is a fraud
 */
public record Payment(int number, long timeMillis, int customer, int terminal, double amount, int scenario) {
    public boolean fraudulent() {
        return scenario != 0;
    }
}
