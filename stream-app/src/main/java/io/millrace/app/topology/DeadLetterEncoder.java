package io.millrace.app.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes a refused record as a dead letter, with the record's key and headers as its own, too. One per task. */
final class DeadLetterEncoder implements Processor<byte[], Refusal, byte[], byte[]> {
    private final DeadLetters deadLetters;
    private final DeadLetterForm form;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    DeadLetterEncoder(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
        this.form = new DeadLetterForm(deadLetters);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Refusal> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var refusal = record.value();
        deadLetters.listener().refused(refusal.stage(), refusal.reason());
        var letter = form.write(refusal, record.headers());
        context.forward(
                letter.whole()
                        ? record.withValue(letter.value())
                        : new Record<>(null, letter.value(), record.timestamp()));
    }
}
