package io.millrace.app.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/**
 * Files beside each other on the web.
 *
 * @param folder their address up to and with the last slash
 * @param suffix what follows their names: a query with its question mark, or nothing
 */
record WebShelf(Web web, String folder, String suffix, Patience patience) implements Shelf {

    /** What lies beside the file at an address; a query that the address has goes with every name. */
    static WebShelf beside(URI file, Web web, Patience patience) {
        var query = file.getRawQuery();
        var path = file.getRawPath();
        var folder = file.getScheme() + "://" + file.getRawAuthority() + path.substring(0, path.lastIndexOf('/') + 1);
        return new WebShelf(web, folder, query == null ? "" : "?" + query, patience);
    }

    @Override
    public boolean copy(String name, OutputStream sink, long most)
            throws UnavailableModelException, IOException, InterruptedException {
        var address = URI.create(folder + name + suffix);
        int status = web.read(address, sink, most, patience);
        if (status != Web.FOUND && status != 404 && status != 410) {
            throw UnavailableModelException.refused(SourceText.withoutQuery(address) + " answers " + status);
        }
        return status == Web.FOUND;
    }
}
