package io.millrace.app.runtime;

/** The names of our meters as Prometheus shows them. Dashboards and alert rules are tested against these. */
public final class MetricNames {
    /** Events read, whatever became of them. */
    public static final String EVENTS = "millrace_events_total";
    /** Predictions made. */
    public static final String PREDICTIONS = "millrace_predictions_total";
    /** The same by {@code model}, {@code version} and {@code variant}, those of shadows among them. */
    public static final String VERSION_PREDICTIONS = "millrace_version_predictions_total";
    /** Dead letters made, by {@code stage} and {@code reason}. */
    public static final String DEAD_LETTERS = "millrace_dead_letters_total";
    /** Values that the model was shown instead of the feature's own, by {@code feature}; see {@code model.values}. */
    public static final String REPLACED_VALUES = "millrace_replaced_values_total";
    /** Predictions whose score is the pipeline's fallback, because the model gave none; part of all predictions. */
    public static final String FALLBACKS = "millrace_fallback_predictions_total";
    /** Rows that the cache before the model was asked for, by {@code result}: {@code hit} or {@code miss}; see {@code model.cache}. */
    public static final String CACHE_GETS = "millrace_score_cache_gets_total";
    /** Predictions that were to have reasons, and for which none could be found; see {@code model.reasons}. */
    public static final String UNEXPLAINED = "millrace_unexplained_predictions_total";
    /** Predictions of rows that are outliers; see {@code model.outliers}. Those that are kept from models are refused instead. */
    public static final String OUTLIERS = "millrace_outliers_total";
    /**
     * Events of keys that have more of them than they may, and that count all the same; see {@code events.rate}. Those that are put in
     * quarantine are refused instead.
     */
    public static final String BEYOND_RATE = "millrace_events_beyond_rate_total";
    /** What versions said that answer nobody; not part of all predictions. */
    public static final String SHADOW_PREDICTIONS = "millrace_shadow_predictions_total";
    /** Events that such a version gave no score, or for which it had no time. */
    public static final String SHADOW_MISSES = "millrace_shadow_misses_total";
    /** Records of the rollout log, by {@code result}: {@code taken} or {@code refused}. */
    public static final String ROLLOUT_ENTRIES = "millrace_rollout_entries_total";
    /** How often the rollout log, or a version's bytes, could not be had and were asked for again. */
    public static final String ROLLOUT_DISTURBANCES = "millrace_rollout_disturbances_total";
    /** How long tasks waited for changes of models to be decided, seconds. Same quantiles. */
    public static final String ROLLOUT_HOLD = "millrace_rollout_hold_seconds";
    /** Alarms of this instance's guard rails, by {@code criterion}; each ends a trial or a shadow. */
    public static final String GUARD_ALARMS = "millrace_guard_alarms_total";
    /** Decisions of the judge, while he is in this process, by {@code decision}: {@code promoted} or {@code rolled-back}. */
    public static final String JUDGE_DECISIONS = "millrace_judge_decisions_total";
    /** Time in the model per row, seconds, told once for each call, with quantiles 0.5, 0.95 and 0.99. */
    public static final String SCORING = "millrace_scoring_seconds";
    /** From the event's Kafka timestamp to its prediction, seconds, of the slowest of those that were scored together, told once for them; the commit comes after it. Same quantiles. */
    public static final String END_TO_END = "millrace_end_to_end_seconds";
    /** Events that wait at a station, by {@code station}, because other partitions are behind in event time. */
    public static final String HELD_EVENTS = "millrace_held_events";
    /** Latest population stability index, by {@code feature}; NaN before the first window large enough for one. */
    public static final String DRIFT_PSI = "millrace_drift_psi";
    /**
     * Latest value of every statistic of all predictions, by {@code feature} and {@code statistic}; NaN before the first window that is
     * large enough for it.
     */
    public static final String DRIFT_STATISTIC = "millrace_drift_statistic";
    /** Drift alerts raised, by {@code feature} and {@code test}. */
    public static final String DRIFT_ALERTS = "millrace_drift_alerts_total";
    /** How often a model was asked for because of drift. */
    public static final String RETRAINING_REQUESTS = "millrace_retraining_requests_total";
    /** Calls of the webhook that such requests are told to, by {@code result}: {@code delivered}, {@code refused} or {@code failed}. */
    public static final String RETRAINING_CALLS = "millrace_retraining_calls_total";
    /**
     * How good the predictions of the last window were, of all versions, by {@code measure} and {@code state}: {@code final}, {@code provisional} with the
     * outcomes so far, or {@code expected} from the scores alone. NaN where it is not known.
     */
    public static final String QUALITY = "millrace_quality";
    /** Predictions and outcomes that were to meet, by {@code fate}. */
    public static final String FOLLOWED_RECORDS = "millrace_followed_records_total";
    /**
     * Predictions whose quality is counted with the rest of a field that {@code monitor.quality.by} names, because it has more values than are told apart, by {@code
     * by}.
     */
    public static final String UNSEGMENTED_PREDICTIONS = "millrace_unsegmented_predictions_total";
    /** Predictions the monitor has read. */
    public static final String MONITORED_PREDICTIONS = "millrace_monitored_predictions_total";
    /** Predictions that came after their window had closed and are in no statistic. */
    public static final String LATE_PREDICTIONS = "millrace_late_predictions_total";

    /** Questions for the features of a key, by {@code outcome} and {@code from}: {@code client} or {@code instance}. */
    public static final String FEATURE_QUERIES = "millrace_feature_queries_total";
    /** How long answering them took, seconds, the asking of another instance included. Same quantiles. */
    public static final String FEATURE_QUERY = "millrace_feature_query_seconds";
    /** Memory of all RocksDB stores of the process, bytes. */
    public static final String ROCKSDB_MEMORY = "millrace_rocksdb_memory_bytes";
    /** What it is bounded to, bytes. */
    public static final String ROCKSDB_MEMORY_LIMIT = "millrace_rocksdb_memory_limit_bytes";
    /** Memory that the process occupies, bytes; what a container's limit is about. */
    public static final String RESIDENT_MEMORY = "millrace_resident_memory_bytes";
    /** The part of it that is neither Java's heap nor its classes and code: ONNX Runtime, RocksDB, buffers, stacks. */
    public static final String NATIVE_MEMORY = "millrace_native_memory_bytes";

    private MetricNames() {}
}
