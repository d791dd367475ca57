package io.millrace.app.registry;

import io.millrace.app.model.ManifestFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The written forms of sources. */
final class SourceText {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[^/:@\\p{Cntrl}]{1,256}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final String DIGEST = "sha256=";
    private static final String MODELS = "models:/";

    private SourceText() {}

    static ModelSource parse(String text) {
        if (text.isBlank()) {
            throw unknown("names no source");
        }
        var scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            return folder(text);
        }
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "models" -> models(text);
            case "http", "https" -> web(text);
            default -> throw unknown("there are no sources of the form " + scheme.group(1) + ":");
        };
    }

    private static ModelSource folder(String text) {
        try {
            return new ModelSource.Folder(Path.of(text));
        } catch (InvalidPathException e) {
            throw unknown("is no path: " + e.getReason());
        }
    }

    private static ModelSource models(String text) {
        if (!text.startsWith(MODELS)) {
            throw unknown("begins with models: but not with models:/");
        }
        var rest = text.substring(MODELS.length());
        int at = rest.lastIndexOf('@');
        int slash = rest.indexOf('/');
        try {
            if (at >= 0) {
                return new ModelSource.Alias(rest.substring(0, at), rest.substring(at + 1));
            }
            if (slash >= 0) {
                return versionOrStage(rest.substring(0, slash), rest.substring(slash + 1));
            }
            if (ModelSource.LoggedModel.ID.matcher(rest).matches()) {
                return new ModelSource.LoggedModel(rest);
            }
        } catch (IllegalArgumentException e) {
            throw unknown(String.valueOf(e.getMessage()));
        }
        throw unknown("says neither alias nor version nor stage: " + text);
    }

    private static ModelSource versionOrStage(String model, String which) {
        if (NUMBER.matcher(which).matches()) {
            return new ModelSource.Version(model, Long.parseLong(which));
        }
        if (which.equalsIgnoreCase("latest")) {
            throw new IllegalArgumentException(
                    "latest is whatever was logged last; give the version that is meant an alias");
        }
        return new ModelSource.Staged(
                model,
                Stage.of(which)
                        .orElseThrow(() -> new IllegalArgumentException("is neither a version nor a stage: " + which)));
    }

    private static ModelSource web(String text) {
        URI whole;
        try {
            whole = new URI(text);
        } catch (URISyntaxException e) {
            throw unknown("is no URL: " + e.getReason());
        }
        var fragment = whole.getRawFragment();
        if (fragment == null || !fragment.startsWith(DIGEST)) {
            throw unknown("what is downloaded needs its digest, as in ...#sha256=HEX (sha256sum FILE)");
        }
        var uri = URI.create(text.substring(0, text.indexOf('#')));
        var sha256 = fragment.substring(DIGEST.length()).toLowerCase(Locale.ROOT);
        var path = String.valueOf(uri.getPath());
        try {
            if (PackedFormat.of(uri).isPresent()) {
                return new ModelSource.Packed(uri, sha256);
            }
            if (path.endsWith("/" + ManifestFile.NAME)) {
                return new ModelSource.Published(uri, sha256);
            }
        } catch (IllegalArgumentException e) {
            throw unknown(String.valueOf(e.getMessage()));
        }
        if (path.endsWith(".onnx")) {
            throw unknown(
                    "an ONNX file alone does not say what its inputs are: name the model.yaml beside it, with its digest");
        }
        throw unknown("is neither a model.yaml nor a .zip or .tar.gz of a model folder: " + withoutQuery(uri));
    }

    private static IllegalArgumentException unknown(String problem) {
        return new IllegalArgumentException(
                problem + "\na model comes from one of\n" + ModelSource.FORMS.stripTrailing());
    }

    static void requireName(String model) {
        if (!NAME.matcher(model).matches()) {
            throw new IllegalArgumentException("is no name of a registered model: \"" + model + "\"");
        }
    }

    static void requireWeb(URI uri, String sha256) {
        requireServer(uri);
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has a fragment: " + withoutQuery(uri));
        }
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a SHA-256 digest has 64 hexadecimal digits");
        }
    }

    /** That it is http or https, names a host, and nobody's password. */
    static void requireServer(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must not hold a user's name or password");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("names no host");
        }
    }

    /** For people and logs: signed URLs have their secret in the query. */
    static String withoutQuery(URI uri) {
        var query = uri.getRawQuery() == null ? "" : "?...";
        return uri.getScheme() + "://" + uri.getRawAuthority() + (uri.getRawPath() == null ? "" : uri.getRawPath())
                + query;
    }
}
