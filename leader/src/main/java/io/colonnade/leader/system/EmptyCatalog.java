package io.colonnade.leader.system;

import java.util.List;

/**
 * Relations of pg_catalog for things that do not exist here (triggers, policies, casts, ...).
 * Clients join them on every look at a table and expect them to be there. Stateless.
 */
final class EmptyCatalog {
    /** A name per line; its columns follow in the indented lines below. */
    private static final String RELATIONS =
            """
            pg_shdescription
              objoid oid, classoid oid, description text
            pg_collation
              oid oid, collname name, collnamespace oid, collowner oid, collprovider text,
              collisdeterministic bool, collencoding int4, collcollate text, collctype text
            pg_inherits
              inhrelid oid, inhparent oid, inhseqno int4, inhdetachpending bool
            pg_policy
              oid oid, polname name, polrelid oid, polcmd text, polpermissive bool,
              polroles text, polqual text, polwithcheck text
            pg_statistic_ext
              oid oid, stxrelid oid, stxname name, stxnamespace oid, stxowner oid,
              stxstattarget int4, stxkeys text, stxkind text, stxexprs text
            pg_publication
              oid oid, pubname name, pubowner oid, puballtables bool, pubinsert bool,
              pubupdate bool, pubdelete bool, pubtruncate bool, pubviaroot bool
            pg_publication_rel
              oid oid, prpubid oid, prrelid oid, prqual text, prattrs text
            pg_publication_namespace
              oid oid, pnpubid oid, pnnspid oid
            pg_trigger
              oid oid, tgrelid oid, tgparentid oid, tgname name, tgfoid oid, tgtype int2,
              tgenabled text, tgisinternal bool, tgconstrrelid oid, tgconstrindid oid,
              tgconstraint oid, tgdeferrable bool, tginitdeferred bool
            pg_rewrite
              oid oid, rulename name, ev_class oid, ev_type text, ev_enabled text,
              is_instead bool, ev_qual text, ev_action text
            pg_foreign_table
              ftrelid oid, ftserver oid, ftoptions text
            pg_foreign_server
              oid oid, srvname name, srvowner oid, srvfdw oid, srvtype text, srvversion text,
              srvacl text, srvoptions text
            pg_foreign_data_wrapper
              oid oid, fdwname name, fdwowner oid
            pg_partitioned_table
              partrelid oid, partstrat text, partnatts int2, partdefid oid, partattrs text,
              partexprs text
            pg_sequence
              seqrelid oid, seqtypid oid, seqstart int8, seqincrement int8, seqmax int8,
              seqmin int8, seqcache int8, seqcycle bool
            pg_enum
              oid oid, enumtypid oid, enumsortorder float4, enumlabel text
            pg_range
              rngtypid oid, rngsubtype oid, rngmultitypid oid, rngcollation oid,
              rngsubopc oid
            pg_proc
              oid oid, proname name, pronamespace oid, proowner oid, prolang oid,
              procost float4, prorows float4, prokind char, proisagg bool, proretset bool,
              provolatile char, pronargs int2, prorettype oid, proargtypes text,
              proallargtypes text, proargmodes text, proargnames text, prosrc text
            pg_language
              oid oid, lanname name, lanowner oid, lanispl bool, lanpltrusted bool,
              lanplcallfoid oid, laninline oid, lanvalidator oid, lanacl text, tableoid oid
            pg_cast
              oid oid, castsource oid, casttarget oid, castfunc oid, castcontext char,
              castmethod char
            pg_db_role_setting
              setdatabase oid, setrole oid, setconfig text
            pg_event_trigger
              oid oid, evtname name, evtevent name, evtowner oid, evtfoid oid,
              evtenabled char, evttags text
            pg_conversion
              oid oid, conname name, connamespace oid, conforencoding int4,
              contoencoding int4, condefault bool
            pg_extension
              oid oid, extname name, extowner oid, extnamespace oid, extrelocatable bool,
              extversion text
            pg_tablespace
              oid oid, spcname name, spcowner oid, spcacl text, spcoptions text
            pg_matviews
              schemaname name, matviewname name, matviewowner name, definition text
            pg_depend
              classid oid, objid oid, objsubid int4, refclassid oid, refobjid oid,
              refobjsubid int4, deptype text
            pg_group
              groname name, grosysid oid, grolist text
            pg_auth_members
              roleid oid, member oid, grantor oid, admin_option bool
            pg_operator
              oid oid, oprname name, oprnamespace oid, oprkind char, oprcode oid,
              oprleft oid, oprright oid, oprresult oid
            pg_opclass
              oid oid, opcname text, opcnamespace oid, opcmethod oid
            pg_default_acl
              oid oid, defaclrole oid, defaclnamespace oid, defaclobjtype text,
              defaclacl text
            """;

    private EmptyCatalog() {}

    static List<SystemTable> tables() {
        return RELATIONS
                .replaceAll("\\n +", " ")
                .lines()
                .map(
                        line -> {
                            int blank = line.indexOf(' ');
                            return SystemTable.empty(
                                    "pg_catalog",
                                    line.substring(0, blank),
                                    line.substring(blank + 1));
                        })
                .toList();
    }
}
