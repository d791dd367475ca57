package io.millrace.benchmarks.workload;

import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.transactions.TransactionOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** All card transactions of a world, in memory, where they wait for nobody. */
public final class Payments {
    private Payments() {}

    /** In the order of event time. */
    public static List<Payment> of(Scale scale) {
        var payments = new ArrayList<Payment>();
        var waiting = new HashMap<String, Transaction>();
        var messages = scale.world().messages(scale.span());
        while (messages.hasNext()) {
            var value = messages.next().value();
            if (value instanceof Transaction transaction) {
                waiting.put(transaction.getTransactionId(), transaction);
            } else if (value instanceof TransactionOutcome outcome) {
                payments.add(payment(waiting.remove(outcome.getTransactionId()), outcome));
            }
        }
        payments.sort((a, b) -> Integer.compare(a.number(), b.number()));
        return payments;
    }

    private static Payment payment(Transaction transaction, TransactionOutcome outcome) {
        return new Payment(
                number(transaction.getTransactionId()),
                transaction.getTxTime().toEpochMilli(),
                number(transaction.getCustomerId()),
                number(transaction.getTerminalId()),
                transaction.getAmount(),
                outcome.getScenario());
    }

    /** The number in an id such as {@code tx-000000042}. */
    private static int number(String id) {
        return Integer.parseInt(id, id.indexOf('-') + 1, id.length(), 10);
    }
}
