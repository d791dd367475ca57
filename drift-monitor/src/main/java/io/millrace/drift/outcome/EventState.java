package io.millrace.drift.outcome;

/** What is known of one event. */
sealed interface EventState {
    /** A prediction was made, and its outcome may come. */
    record Open(Prediction prediction) implements EventState {}

    /** An outcome came, and its prediction may. */
    record Early(Outcome outcome) implements EventState {}

    /** Both have come; a second one of either does not count. */
    record Paired(long eventTimeMillis) implements EventState {}
}
