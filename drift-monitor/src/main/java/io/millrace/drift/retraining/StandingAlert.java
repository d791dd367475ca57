package io.millrace.drift.retraining;

/**
 * An alert that was raised and is not resolved.
 *
 * @param feature it is about, or {@code score}
 * @param test that held
 * @param value of the test when the alert was raised
 * @param threshold of the test
 * @param sinceMillis start of the first window in which it held: event time
 */
public record StandingAlert(String feature, String test, double value, double threshold, long sinceMillis) {
    boolean isAbout(String someFeature, String someTest) {
        return feature.equals(someFeature) && test.equals(someTest);
    }
}
