package io.millrace.app.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.http.ModelOrders;
import io.millrace.app.journal.Order;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * Orders that come as JSON. One at a time: an order takes as long as the slowest instance, and two at once would only refuse each other. What is wrong
 * with an order is status 422, what cannot be done as things are 409, and what may be possible later 503.
 */
public final class OperatedModels implements ModelOrders {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Opening opening;
    private final Registrar registrar;

    /** Opens an operator for an order; it is closed after it. */
    @FunctionalInterface
    public interface Opening {
        Operator open() throws IncompatibleSchemaException;
    }

    private interface Work {
        Object on(Operator operator)
                throws RefusedException, IOException, UnavailableModelException, InterruptedException;
    }

    /** Orders for one pipeline. */
    public OperatedModels(Opening opening, Registrar registrar) {
        this.opening = opening;
        this.registrar = registrar;
    }

    @Override
    public synchronized Answer list() {
        return answer(operator -> Overview.of(operator.pipeline(), operator.state()));
    }

    @Override
    public synchronized Answer history(boolean all) {
        return answer(operator -> History.of(operator.history(), operator.state(), all));
    }

    @Override
    public synchronized Answer order(String action, String json) {
        Wish wish;
        try {
            wish = JSON.readValue(json, Wish.class);
        } catch (JsonProcessingException e) {
            return error(UNPROCESSABLE, "the order cannot be read: " + e.getOriginalMessage());
        }
        return switch (action) {
            case "register" -> answer(operator -> register(operator, wish));
            case "retire" -> answer(operator -> retire(operator, wish));
            case "shadow", "canary", "ab", "promote", "rollback" -> answer(operator -> change(operator, action, wish));
            default -> error(NOT_FOUND, "there is no order \"" + action + "\"");
        };
    }

    private static Object change(Operator operator, String action, Wish wish) throws RefusedException {
        var state = operator.state();
        var order = new Order(
                wish.change(action, state).orElseThrow(),
                actor(wish),
                Wish.present("reason", wish.reason()),
                wish.time(),
                Map.of());
        return Changes.of(operator.change(order), operator.state());
    }

    private static Object retire(Operator operator, Wish wish) throws RefusedException {
        RolloutState state = operator.state();
        var version = state.called(Wish.present("version", wish.version())).version();
        operator.retire(version.digest(), actor(wish), Wish.present("reason", wish.reason()));
        return Map.of("action", "retire", "digest", version.digest());
    }

    private Object register(Operator operator, Wish wish)
            throws RefusedException, IOException, UnavailableModelException, InterruptedException {
        var said = Wish.present("from", wish.from());
        var reason = Wish.present("reason", wish.reason());
        var score = wish.score() == null
                ? null
                : ScoreOutput.parse(wish.score())
                        .orElseThrow(() -> new RefusedException("score is no output: \"" + wish.score() + "\""));
        var candidate = new Registrar.Candidate(source(said), score, wish.threshold(), actor(wish), reason);
        return registrar.register(operator, candidate);
    }

    private static ModelSource source(String text) throws RefusedException {
        try {
            return ModelSource.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("from: " + e.getMessage());
        }
    }

    private static String actor(Wish wish) throws RefusedException {
        return Wish.present("actor", wish.actor());
    }

    private Answer answer(Work work) {
        try (var operator = opening.open()) {
            return new Answer(OK, JSON.writeValueAsString(work.on(operator)));
        } catch (RefusedException e) {
            return error(CONFLICT, e.why());
        } catch (UnavailableModelException e) {
            return error(e.isWorthAnotherTry() ? UNAVAILABLE : CONFLICT, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(UNAVAILABLE, "this instance stops");
        } catch (KafkaException | RegistryUnavailableException | IncompatibleSchemaException | IOException e) {
            return error(UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static Answer error(int status, String message) {
        return new Answer(status, JSON.createObjectNode().put("error", message).toString());
    }
}
