package io.millrace.app.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An MLflow model registry, of MLflow 2 or 3: which version is meant, and where its artefacts are. Safe for concurrent use.
 *
 * <p>REST as documented at mlflow.org/docs/latest/api_reference/rest-api.html.
 */
final class Mlflow {
    static final String ADVICE =
            "log the whole model folder, as in mlflow.log_artifacts(\"pipelines/transactions/model\", \"model\"), and register"
                    + " mlflow.get_artifact_uri(\"model\") (docs/registries.md)";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    /** Only these are told again. */
    private static final Pattern KNOWN_SCHEME =
            Pattern.compile("s3|gs|wasbs?|abfss?|adl|hdfs|dbfs|sftp|ftp|file|runs|https?");

    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\%\\p{Cntrl}]+");

    private final MlflowApi api;
    private final Web web;

    Mlflow(MlflowApi api, Web web) {
        this.api = api;
        this.web = web;
    }

    /** The version that is meant now; it is there, and complete. */
    ModelSource.Version version(ModelSource.Registered source, Patience patience)
            throws UnavailableModelException, InterruptedException {
        var found = described(source, patience);
        var status = found.path("status").asText("READY");
        if (status.equals("PENDING_REGISTRATION")) {
            throw UnavailableModelException.away(source + ": is being registered");
        }
        if (!status.equals("READY")) {
            throw UnavailableModelException.refused(source + ": its registration failed");
        }
        var number = found.path("version").asText();
        if (!found.path("name").asText().equals(source.model())
                || !NUMBER.matcher(number).matches()) {
            throw api.notMlflow();
        }
        return new ModelSource.Version(source.model(), Long.parseLong(number));
    }

    private JsonNode described(ModelSource.Registered source, Patience patience)
            throws UnavailableModelException, InterruptedException {
        var name = "?name=" + MlflowApi.encoded(source.model());
        if (source instanceof ModelSource.Version version) {
            return ask(source, "model-versions/get" + name + "&version=" + version.number(), patience)
                    .path("model_version");
        }
        if (source instanceof ModelSource.Alias alias) {
            return ask(source, "registered-models/alias" + name + "&alias=" + alias.alias(), patience)
                    .path("model_version");
        }
        var stage = ((ModelSource.Staged) source).stage().written();
        var newest = ask(source, "registered-models/get-latest-versions" + name + "&stages=" + stage, patience);
        return StreamSupport.stream(newest.path("model_versions").spliterator(), false)
                .filter(version -> version.path("current_stage").asText().equals(stage))
                .findFirst()
                .orElseThrow(() -> missing(source));
    }

    /** Where the artefacts of a version are. */
    Shelf shelf(ModelSource.Version version, Patience patience) throws UnavailableModelException, InterruptedException {
        var question = "model-versions/get-download-uri?name=" + MlflowApi.encoded(version.model()) + "&version="
                + version.number();
        var root = ask(version, question, patience).path("artifact_uri").asText();
        var logged = root.startsWith("models:/") ? root.substring("models:/".length()) : "";
        return ModelSource.LoggedModel.ID.matcher(logged).matches()
                ? shelf(new ModelSource.LoggedModel(logged), patience)
                : shelf(root, version.toString(), patience);
    }

    /** Where the artefacts of a logged model are. */
    Shelf shelf(ModelSource.LoggedModel model, Patience patience)
            throws UnavailableModelException, InterruptedException {
        var info = ask(model, "logged-models/" + model.id(), patience)
                .path("model")
                .path("info");
        return shelf(info.path("artifact_uri").asText(), model.toString(), patience);
    }

    private JsonNode ask(ModelSource source, String question, Patience patience)
            throws UnavailableModelException, InterruptedException {
        return api.json(MlflowApi.REST + question, patience).orElseThrow(() -> missing(source));
    }

    private UnavailableModelException missing(ModelSource source) {
        return UnavailableModelException.refused(
                source + ": there is none at " + api.server().uri());
    }

    private Shelf shelf(String root, String told, Patience patience)
            throws UnavailableModelException, InterruptedException {
        URI uri;
        try {
            uri = URI.create(root);
        } catch (IllegalArgumentException e) {
            throw api.notMlflow();
        }
        var scheme = String.valueOf(uri.getScheme());
        if (scheme.equals("mlflow-artifacts")) {
            return new ProxyShelf(api, proxied(uri, told), told, patience);
        }
        if (scheme.equalsIgnoreCase(api.server().uri().getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null) {
            return WebShelf.beside(folder(uri), web, patience);
        }
        throw UnavailableModelException.refused(
                told + ": its artefacts are not to be had from the tracking server, which names "
                        + (KNOWN_SCHEME.matcher(scheme).matches() ? scheme : "something else")
                        + ": run it with --serve-artifacts, or download the model and name its folder (docs/registries.md)");
    }

    private static URI folder(URI uri) {
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var path = String.valueOf(uri.getRawPath());
        return URI.create(
                uri.getScheme() + "://" + uri.getRawAuthority() + path + (path.endsWith("/") ? "" : "/") + query);
    }

    /** The path of a proxied artefact, encoded; it must stay below where the proxy's artefacts begin, and be on this server. */
    private String proxied(URI uri, String told) throws UnavailableModelException {
        var here = Optional.ofNullable(uri.getRawAuthority())
                .map(authority -> authority.equalsIgnoreCase(api.server().uri().getRawAuthority()))
                .orElse(true);
        if (!here) {
            throw UnavailableModelException.refused(told + ": its artefacts are on another server");
        }
        var segments = Arrays.stream(
                        Optional.ofNullable(uri.getPath()).orElse("").split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
        for (var segment : segments) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !SEGMENT.matcher(segment).matches()) {
                throw UnavailableModelException.refused(told + ": its artefacts are at an impossible place");
            }
        }
        if (segments.isEmpty()) {
            throw api.notMlflow();
        }
        return segments.stream().map(MlflowApi::encoded).collect(Collectors.joining("/"));
    }
}
