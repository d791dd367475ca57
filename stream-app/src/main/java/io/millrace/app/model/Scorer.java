package io.millrace.app.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows together, through buffers and tensors made once. Rows are put in their positions, run, and their scores read;
 * what a position holds stays until another row is put there. Not thread-safe: one per task.
 */
public final class Scorer implements AutoCloseable {
    private static final @Nullable String[] NO_TEXTS = {};

    private final SharedSession shared;
    private final OrtSession session;
    private final List<InputRows> inputs;
    private final ScoreRows scores;
    private final int capacity;
    private final int batch;
    private final @Nullable WatchedCall call;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final BitSet unsayable = new BitSet();
    private boolean closed;

    /**
     * Scores with buffers that are given up to it.
     *
     * @param shared of which it is one user until it is closed
     * @param inputs every input of the graph, with room for {@link #roomFor} rows
     * @param scores with room for as many
     * @param batch rows of every call of the graph; 0 if it takes any number
     * @param call looked after by a watchdog; null if a call may take as long as it takes
     */
    Scorer(
            SharedSession shared,
            List<InputRows> inputs,
            ScoreRows scores,
            int capacity,
            int batch,
            @Nullable WatchedCall call) {
        this.shared = shared;
        this.session = shared.use();
        this.inputs = List.copyOf(inputs);
        this.scores = scores;
        this.capacity = capacity;
        this.batch = batch;
        this.call = call;
    }

    /** Rows for which buffers need room: the last of several fixed batches is filled up. */
    static int roomFor(int capacity, int batch) {
        return batch == 0 ? capacity : Math.multiplyExact((capacity - 1) / batch + 1, batch);
    }

    /** Most rows of one run, 1 or more. */
    public int capacity() {
        return capacity;
    }

    /** Copies a row of numbers alone; see {@link #put(int, double[], String[])}. */
    public void put(int position, double[] row) {
        put(position, row, NO_TEXTS);
    }

    /**
     * Copies a row into the model's inputs.
     *
     * @param position in [0, capacity)
     * @param row the pipeline's features in its own order; NaN is a missing feature and reaches the model as NaN; a value
     *     beyond float32 becomes infinite there. An input of whole numbers cannot say either: the row's score is then NaN
     * @param texts the row's texts, in the order of the features that are texts; null is a missing one
     */
    public void put(int position, double[] row, @Nullable String[] texts) {
        if (position < 0 || position >= capacity) {
            throw new IndexOutOfBoundsException("position " + position + " of " + capacity);
        }
        boolean sayable = true;
        for (var input : inputs) {
            sayable &= input.put(position, row, texts);
        }
        unsayable.set(position, !sayable);
    }

    /**
     * Scores the rows at positions [0, rows): in one call of the model, or in several if it takes a fixed number of rows,
     * the last of them filled up with copies of the last row.
     *
     * @param rows from 1 to the capacity; all positions before it hold a row
     * @throws ModelFailedException if ONNX Runtime refuses these rows, or took longer than the deadline; all scores are then
     *     void, and one row alone may be the reason
     */
    public void run(int rows) throws ModelFailedException {
        if (closed) {
            throw new IllegalStateException("the scorer was closed");
        }
        if (rows < 1 || rows > capacity) {
            throw new IllegalArgumentException(rows + " rows of " + capacity);
        }
        if (call == null) {
            run(rows, null);
            return;
        }
        var options = call.begin();
        try {
            run(rows, options);
        } catch (ModelFailedException e) {
            throw call.end() ? ModelFailedException.overdue(call.deadline(), e) : e;
        } finally {
            call.end();
        }
    }

    private void run(int rows, @Nullable RunOptions options) throws ModelFailedException {
        int step = batch == 0 ? rows : batch;
        int end = roomFor(rows, step);
        try {
            if (end > rows) {
                inputs.forEach(input -> input.repeat(rows, end));
            }
            for (int from = 0; from < end; from += step) {
                for (var input : inputs) {
                    tensors.put(input.name(), input.rows(from, step));
                }
                scores.run(session, tensors, from, step, options);
            }
        } catch (OrtException e) {
            throw new ModelFailedException(e);
        }
    }

    /**
     * A score of the last run.
     *
     * @param position that was run
     * @return what the model says, NaN and infinities included: what to do about those is the caller's decision
     */
    public double score(int position) {
        return unsayable.get(position) ? Double.NaN : scores.score(position);
    }

    /** Releases the tensors, and the model if it was closed and this is its last scorer. Has no effect the second time. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inputs.forEach(InputRows::close);
        scores.close();
        if (call != null) {
            call.close();
        }
        shared.letGo();
    }
}
