/**
 * An S3 server for one machine: what clusters on loopback and tests keep their bucket in. The only
 * package that sees S3Proxy, which is not on the class path of any other command.
 */
package io.colonnade.cli.devs3;
