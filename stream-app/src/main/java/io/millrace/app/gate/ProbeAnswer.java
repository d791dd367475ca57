package io.millrace.app.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.app.model.InvalidModelException.Mismatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a probe says on its standard output, as one JSON object. An answer that ends early, or has anything else in it, is
 * none.
 *
 * @param mismatches what differs from the manifest; empty if the model is what it should be
 * @param micros how long one row took, the median of the warm-up, in microseconds; 0 if it was not reached
 */
record ProbeAnswer(List<Mismatch> mismatches, double micros) {
    /** Of a whole answer: a probe that says more has something to hide. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    ProbeAnswer {
        mismatches = List.copyOf(mismatches);
    }

    void writeTo(OutputStream stream) throws IOException {
        try (var json = JSON.createGenerator(stream)) {
            json.writeStartObject();
            json.writeNumberField("micros", micros);
            json.writeArrayFieldStart("mismatches");
            for (var mismatch : mismatches) {
                json.writeStartArray();
                json.writeString(mismatch.key());
                json.writeString(mismatch.message());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** @throws IOException if this is no whole answer, and nothing but an answer */
    static ProbeAnswer read(byte[] bytes) throws IOException {
        try (var json = JSON.createParser(bytes)) {
            expect(json, JsonToken.START_OBJECT);
            var micros = field(json, "micros", JsonToken.VALUE_NUMBER_FLOAT).getDoubleValue();
            field(json, "mismatches", JsonToken.START_ARRAY);
            var mismatches = new ArrayList<Mismatch>();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                expect(json, JsonToken.VALUE_STRING);
                var key = json.getText();
                expect(json, JsonToken.VALUE_STRING);
                mismatches.add(new Mismatch(key, json.getText()));
                expect(json, JsonToken.END_ARRAY);
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new IOException("no end of mismatches");
            }
            expect(json, JsonToken.END_OBJECT);
            if (json.nextToken() != null) {
                throw new IOException("more than one answer");
            }
            return new ProbeAnswer(mismatches, micros);
        }
    }

    private static JsonParser field(JsonParser json, String name, JsonToken value) throws IOException {
        expect(json, JsonToken.FIELD_NAME);
        if (!json.currentName().equals(name)) {
            throw new IOException("no " + name);
        }
        expect(json, value);
        return json;
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException("no " + token);
        }
    }
}
