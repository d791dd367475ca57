package io.millrace.sandbox.demo;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where a test fails, what its brokers have to say is printed before they are gone. */
public final class BrokerOfAFailure implements AfterTestExecutionCallback {
    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            KafkaUnderTest.running()
                    .forEach(kafka -> System.err.printf(
                            "--- %s failed; broker %s:%n%s%n",
                            test.getDisplayName(),
                            kafka.bootstrap(),
                            kafka.says().get()));
        }
    }
}
