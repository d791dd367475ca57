package io.millrace.app.http;

/** Carries out what operators want of a pipeline's models. Called from HTTP threads. */
public interface ModelOrders {
    /** Which versions there are, and what each does. */
    Answer list();

    /**
     * What was changed, when, by whom and why.
     *
     * @param all also what instances answered, and what came to nothing
     */
    Answer history(boolean all);

    /**
     * Carries out an order, and returns when every live instance has taken it up.
     *
     * @param action {@code register}, {@code shadow}, {@code canary}, {@code ab}, {@code promote}, {@code rollback} or {@code retire}
     * @param json the order's details
     */
    Answer order(String action, String json);

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param json the body
     */
    record Answer(int status, String json) {}
}
