package io.colonnade.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest; a build folder without a manifest says so. */
final class ColonnadeVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ColonnadeVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "colonnade " + (version == null ? "(not packaged)" : version),
            "java " + Runtime.version()
        };
    }
}
