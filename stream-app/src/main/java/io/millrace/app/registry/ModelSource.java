package io.millrace.app.registry;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a model comes from, as people write it. {@code toString()} is that text again, without the query of a URL, which may be a
 * secret.
 */
public sealed interface ModelSource {
    /** What can be written, one form a line. */
    String FORMS = """
              path/to/model                              a model folder
              models:/NAME@ALIAS                         what the alias points to in an MLflow registry
              models:/NAME/VERSION                       a version there
              models:/NAME/STAGE                         the newest version in None, Staging, Production or Archived
              models:/m-ID                               a logged model of MLflow 3
              https://HOST/PATH/model.yaml#sha256=HEX    a model.yaml with its model beside it
              https://HOST/PATH.tar.gz#sha256=HEX        a packed model folder; also .tgz and .zip
            """;

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException saying what is wrong, and what forms there are
     */
    static ModelSource parse(String text) {
        return SourceText.parse(text);
    }

    /** A model folder on this machine. */
    record Folder(Path path) implements ModelSource {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A version of a registered model in MLflow, named in one way or another. */
    sealed interface Registered extends ModelSource {
        /** The registered model's name: 1 to 256 characters, none of them a slash, a colon, an at sign or a control character. */
        String model();

        /** Whether it may name another version tomorrow. */
        default boolean moves() {
            return true;
        }
    }

    /** The version that an alias points to. */
    record Alias(String model, String alias) implements Registered {
        private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]{1,256}");

        public Alias {
            SourceText.requireName(model);
            if (!ALIAS.matcher(alias).matches()) {
                throw new IllegalArgumentException("an alias is letters, digits, dashes and underscores: " + alias);
            }
        }

        @Override
        public String toString() {
            return "models:/" + model + "@" + alias;
        }
    }

    /**
     * One version.
     *
     * @param number at least 1
     */
    record Version(String model, long number) implements Registered {
        public Version {
            SourceText.requireName(model);
            if (number < 1) {
                throw new IllegalArgumentException("versions are counted from 1: " + number);
            }
        }

        @Override
        public boolean moves() {
            return false;
        }

        @Override
        public String toString() {
            return "models:/" + model + "/" + number;
        }
    }

    /** The newest version in a stage. */
    record Staged(String model, Stage stage) implements Registered {
        public Staged {
            SourceText.requireName(model);
        }

        @Override
        public String toString() {
            return "models:/" + model + "/" + stage.written();
        }
    }

    /**
     * A logged model of MLflow 3, registered or not.
     *
     * @param id such as {@code m-9ccd3301fd7546ceb3107de1c0c98040}
     */
    record LoggedModel(String id) implements ModelSource {
        static final Pattern ID = Pattern.compile("m-[0-9a-f]{32}");

        public LoggedModel {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("a logged model is m- and 32 hexadecimal digits: " + id);
            }
        }

        @Override
        public String toString() {
            return "models:/" + id;
        }
    }

    /**
     * A {@code model.yaml} on the web with its ONNX file beside it. The digest is that of {@code model.yaml}, which has the ONNX
     * file's.
     *
     * @param uri http or https, without fragment
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Published(URI uri, String sha256) implements ModelSource {
        public Published {
            SourceText.requireWeb(uri, sha256);
        }

        @Override
        public String toString() {
            return SourceText.withoutQuery(uri) + "#sha256=" + sha256;
        }
    }

    /**
     * A packed model folder on the web.
     *
     * @param uri http or https, without fragment; its path ends in .zip, .tar.gz or .tgz
     * @param sha256 of the packed file; 64 lower-case hexadecimal digits
     */
    record Packed(URI uri, String sha256) implements ModelSource {
        public Packed {
            SourceText.requireWeb(uri, sha256);
            if (PackedFormat.of(uri).isEmpty()) {
                throw new IllegalArgumentException(
                        "is packed as neither .zip nor .tar.gz: " + SourceText.withoutQuery(uri));
            }
        }

        /** How it is packed, by its name. */
        PackedFormat format() {
            return PackedFormat.of(uri).orElseThrow();
        }

        @Override
        public String toString() {
            return SourceText.withoutQuery(uri) + "#sha256=" + sha256;
        }
    }
}
