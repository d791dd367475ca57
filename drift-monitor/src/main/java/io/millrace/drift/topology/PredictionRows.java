package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.Reading.Row;
import io.millrace.drift.topology.Reading.Unreadable;
import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import io.millrace.schemas.wire.Decoded.Malformed;
import io.millrace.schemas.wire.NumberRecord;
import org.jspecify.annotations.Nullable;

/** Reads predictions row by row. */
final class PredictionRows implements Reading.Reader {
    private final PredictionReader reader;
    private final AvroDecoder decoder;

    PredictionRows(ReferenceProfile profile, SplitBy by, SchemaRegistry registry) {
        reader = new PredictionReader(profile, by);
        decoder = reader.decoder(registry);
    }

    @Override
    public Reading read(byte @Nullable [] value) {
        var decoded = decoder.decode(value);
        if (decoded instanceof Decoded.Value read) {
            return new Row(reader.observation((NumberRecord) read.record()));
        }
        var malformed = (Malformed) decoded;
        return new Unreadable(reason(malformed.fault()), malformed.detail());
    }

    private static Reason reason(Decoded.Fault fault) {
        return switch (fault) {
            case NULL_VALUE -> Reason.NULL_VALUE;
            case MALFORMED -> Reason.MALFORMED;
            case UNKNOWN_SCHEMA -> Reason.UNKNOWN_SCHEMA;
            case INCOMPATIBLE_SCHEMA -> Reason.INCOMPATIBLE_SCHEMA;
        };
    }
}
