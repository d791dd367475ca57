/**
 * Replays of published data, as they are typed, against published numbers, and of small data of our own that has the same
 * edges. The published data is no part of this repository: where it is absent its tests are skipped.
 */
package io.millrace.app.published;
