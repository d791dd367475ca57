package io.millrace.app.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Writes a body of at most so many bytes, and ends the connection at the first byte beyond. For one body. */
final class CappedBody implements BodySubscriber<CappedBody.End> {
    /** How a body ended that did not break off; that completes the body exceptionally. */
    enum End {
        COMPLETE,
        TOO_LARGE,
        NOT_WRITTEN
    }

    private final OutputStream sink;
    private final long most;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private long read;
    private volatile @Nullable IOException failure;
    private volatile @Nullable Subscription subscription;

    CappedBody(OutputStream sink, long most) {
        this.sink = sink;
        this.most = most;
    }

    /** Why nothing more could be written, after {@link End#NOT_WRITTEN}. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (end.isDone()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (end.isDone()) {
            return;
        }
        for (var buffer : buffers) {
            read += buffer.remaining();
            if (read > most) {
                end(End.TOO_LARGE);
                return;
            }
            if (!write(buffer)) {
                end(End.NOT_WRITTEN);
                return;
            }
        }
        var source = subscription;
        if (source != null) {
            source.request(1);
        }
    }

    private boolean write(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        try {
            sink.write(bytes);
            return true;
        } catch (IOException e) {
            failure = e;
            return false;
        }
    }

    /** Nothing more is read, or nothing at all if nothing has been read yet. */
    void end(End how) {
        var source = subscription;
        if (end.complete(how) && source != null) {
            source.cancel();
        }
    }

    @Override
    public void onError(Throwable throwable) {
        end.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
        end.complete(End.COMPLETE);
    }

    @Override
    public CompletionStage<End> getBody() {
        return end;
    }
}
