/**
 * A strict reader for the small YAML files people write by hand. Every value knows its line, so that every mistake can
 * be reported where it was typed, and all of them at once; what YAML allows and such a file never needs (anchors, tags,
 * several documents, duplicate keys) is refused.
 */
@NullMarked
package io.millrace.app.yaml;

import org.jspecify.annotations.NullMarked;
