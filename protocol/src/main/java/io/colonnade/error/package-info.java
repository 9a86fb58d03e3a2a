/** The error vocabulary that every module shares. */
package io.colonnade.error;
