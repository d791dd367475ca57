package io.millrace.app.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.StreamSupport;

/**
 * A folder of artefacts behind a tracking server's proxy ({@code mlflow-artifacts:}). It is listed once, because what a proxy answers for a
 * file that is not there depends on where it keeps them; of the list only the entries of the names asked for are looked at.
 */
final class ProxyShelf implements Shelf {
    private final MlflowApi api;
    private final String path;
    private final String told;
    private final Patience patience;
    private final JsonNode files;

    /**
     * Lists the folder.
     *
     * @param path encoded, without a slash at either end
     * @param told what people call the model
     */
    ProxyShelf(MlflowApi api, String path, String told, Patience patience)
            throws UnavailableModelException, InterruptedException {
        this.api = api;
        this.path = path;
        this.told = told;
        this.patience = patience;
        this.files = api.json(MlflowApi.ARTIFACTS + "?path=" + path, patience)
                .orElseThrow(
                        () -> UnavailableModelException.refused(told + ": the tracking server has no such artefacts"))
                .path("files");
    }

    @Override
    public boolean copy(String name, OutputStream sink, long most)
            throws UnavailableModelException, IOException, InterruptedException {
        var entry = StreamSupport.stream(files.spliterator(), false)
                .filter(file -> file.path("path").asText().equals(name)
                        && !file.path("is_dir").asBoolean())
                .findFirst();
        if (entry.isEmpty()) {
            return false;
        }
        if (entry.get().path("file_size").asLong() > most) {
            throw UnavailableModelException.refused(told + ": has more than " + most + " bytes: " + name);
        }
        int status = api.read(MlflowApi.ARTIFACTS + "/" + path + "/" + name, sink, most, patience);
        if (status != Web.FOUND) {
            throw UnavailableModelException.refused(
                    told + ": the tracking server lists " + name + " and answers " + status + " for it");
        }
        return true;
    }

    @Override
    public String advice() {
        return Mlflow.ADVICE;
    }
}
