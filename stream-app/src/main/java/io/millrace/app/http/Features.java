package io.millrace.app.http;

import java.util.List;
import java.util.Map;

/** Answers what is asked about the features of a key. Called from HTTP threads. */
public interface Features {
    Answer answer(Question question);

    /**
     * What is asked.
     *
     * @param entity whose features, as written in the path
     * @param key whose history, decoded; may be empty
     * @param parameters all values by name
     * @param partitions which partitions are meant, where another instance asks; empty where anybody else does
     */
    record Question(String entity, String key, Map<String, List<String>> parameters, List<Integer> partitions) {
        public Question {
            partitions = List.copyOf(partitions);
        }

        /** Whether another instance asks, which wants to know what is here and nothing else. */
        public boolean fromInstance() {
            return !partitions.isEmpty();
        }
    }

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param json the body
     */
    record Answer(int status, String json) {}
}
