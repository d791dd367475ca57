package io.millrace.drift.topology;

/** What summarising one partition brings forth. */
sealed interface Summarised permits PartitionReport, RejectedPrediction {}
