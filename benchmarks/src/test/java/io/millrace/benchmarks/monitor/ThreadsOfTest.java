package io.millrace.benchmarks.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadsOfTest {
    @Test
    void countsTheTimeOfThreadsThatAreCalledAfterIt() throws InterruptedException {
        var worked = new CountDownLatch(1);
        var counted = new CountDownLatch(1);
        var thread = new Thread(() -> work(worked, counted), "client | some-application-1-thread");
        thread.start();
        worked.await();

        assertThat(new ThreadsOf("some-application-1").cpuNanos()).isPositive();
        assertThat(new ThreadsOf("some-application-2").cpuNanos()).isZero();

        counted.countDown();
        thread.join();
    }

    private static void work(CountDownLatch worked, CountDownLatch counted) {
        worked.countDown();
        try {
            counted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
