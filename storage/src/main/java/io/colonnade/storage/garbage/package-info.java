/** What no retained version needs any more: found, written down, looked at again, removed. */
package io.colonnade.storage.garbage;
