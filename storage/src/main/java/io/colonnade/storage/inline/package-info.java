/** Rows that live in the commit log itself: how they pile up, and how scans read them. */
package io.colonnade.storage.inline;
