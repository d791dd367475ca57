package io.millrace.app.judge;

import io.millrace.drift.judge.Criterion;

/** Is told what is found of challengers, for metrics. Implementations are thread-safe and quick. */
public interface JudgeListener {
    /** A guard rail of this instance says that a limit was exceeded. */
    void alarmed(Criterion criterion);

    /** The judge, who is in this process, has decided. */
    void decided(boolean promoted);
}
