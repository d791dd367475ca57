package io.millrace.app.registry;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of one model lie, wherever that is. For one thread. */
interface Shelf {
    /**
     * Copies a file.
     *
     * @param name a plain file name, which asks for exactly that: nothing here follows a name that somebody else gave
     * @param most bytes
     * @return whether there is such a file; if not, nothing has been written
     * @throws UnavailableModelException if it is larger, or cannot be had
     * @throws IOException if it could not be written
     */
    boolean copy(String name, OutputStream sink, long most)
            throws UnavailableModelException, IOException, InterruptedException;

    /** What to do about a model folder without {@code model.yaml} here; a sentence that begins in lower case. */
    default String advice() {
        return "a model folder has it beside the ONNX file (docs/model-folder.md)";
    }
}
