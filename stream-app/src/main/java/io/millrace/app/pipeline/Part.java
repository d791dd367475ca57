package io.millrace.app.pipeline;

/** What a pipeline folder holds beyond definitions, and what therefore may be asked for or left aside when reading it. */
public enum Part {
    /** The model folder and all that is in it. */
    MODEL,
    /** The reference profile. */
    MONITOR
}
