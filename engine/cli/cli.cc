#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/commands.h"

namespace sojourn {
namespace {

constexpr const char* kAbout =
    "Sojourn: what your customers live through, on one timeline each.\n"
    "One program, one data folder, no network needed.";

constexpr const char* kExamples =
    "Examples:\n"
    "  sojourn import orders.csv calls.jsonl.gz --zone Europe/Amsterdam\n"
    "  sojourn import olist_*.csv.gz --map samples/maps/olist.toml\n"
    "  sojourn source add web && sojourn key create web\n"
    "  sojourn ask nps --by channel --over month\n"
    "  sojourn ask funnel step='touchpoint = \"visit\"' step='touchpoint = \"purchase\"' within=30d\n"
    "  sojourn who nps --cell column=detractors\n"
    "  sojourn timeline c-17\n"
    "  sojourn serve\n"
    "The data folder is ./sojourn-data, or what --data or SOJOURN_DATA names.";

// One command line: the words of every subcommand, and which of them was called.
class CommandLine {
 public:
  explicit CommandLine(const Serve& serve) : serve_(serve), app_(kAbout, "sojourn") {
    app_.footer(kExamples);
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "sojourn " SOJOURN_VERSION);
    app_.add_option("--data", folder_, "Data folder (default: SOJOURN_DATA, else ./sojourn-data)");
    app_.fallthrough();
    add_import();
    add_sources();
    add_maps();
    add_surveys();
    add_rules();
    add_invitations();
    add_boards();
    add_segments();
    add_ask();
    add_who();
    add_measures();
    add_people();
    add_record();
    add_accounts();
    add_tokens();
    add_serve();
    add_simulate();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error);
      return code == 0 ? 0 : 2;
    }
    if (folder_.empty()) {
      const char* from_environment = std::getenv("SOJOURN_DATA");
      folder_ = from_environment != nullptr && *from_environment != '\0' ? from_environment : "sojourn-data";
    }
    const Status status = action_();
    return status.ok() ? 0 : print_error(status);
  }

 private:
  CLI::App* command(const char* name, const char* about, std::function<Status()> action) {
    return command(&app_, name, about, std::move(action));
  }

  CLI::App* command(CLI::App* group, const char* name, const char* about, std::function<Status()> action) {
    CLI::App* sub = group->add_subcommand(name, about);
    sub->callback([this, action = std::move(action)] { action_ = action; });
    return sub;
  }

  static void add_format(CLI::App* sub, Output& format) {
    const std::map<std::string, Output> names{
        {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
    sub->add_option("--format", format, "table, json or csv")->transform(CLI::CheckedTransformer(names));
  }

  void add_import() {
    CLI::App* sub =
        command("import", "Read files of events into the record", [this] { return run_import(folder_, import_); });
    sub->add_option("files", import_.files,
                    "CSV, TSV, JSON lines, JSON, Excel (.xlsx) or Parquet; .gz, .zst and .zip too")
        ->required();
    sub->add_option(
        "--map", import_.map,
        "Map: which column means what; a file (docs/formats/map.md) or the name of a saved one (sojourn map)");
    sub->add_option(
        "--format", import_.format,
        "What wrote it (sojourn formats lists them; default: by its content); rows: columns by their names");
    sub->add_option("--set", import_.set, "Setting of the format, name=value")->allow_extra_args(false);
    sub->add_option("--with", import_.side_files, "A file that the format looks things up in")->allow_extra_args(false);
    sub->add_option("--country", import_.country, "Country of phone numbers without one, e.g. NL");
    sub->add_option("--currency", import_.currency, "Currency of amounts that name none, e.g. EUR");
    sub->add_option("--source", import_.source,
                    "Name of the source (default: the map's, the format's, else the file's name)");
    sub->add_option("--zone", import_.zone,
                    "Time zone of times without an offset (default: the map's, the source's, else UTC)");
    sub->add_flag("--dry-run", import_.dry_run, "Read and check everything, store nothing");
    sub->add_flag("--strict", import_.strict, "Stop at the first row that is refused");
    sub->footer(
        "Example: sojourn import survey.csv --zone Europe/Berlin --dry-run\n"
        "While a server holds the data folder, the files are sent to it and read there.");
  }

  // What a source is set to; on the command line as in the record.
  static void add_source_words(CLI::App* sub, SourceWords& words) {
    sub->add_option("name", words.name, "Name of the source")->required();
    sub->add_option("--format", words.format, "tracking (SDKs; the default), or one that sojourn formats lists");
    sub->add_option("--zone", words.zone, "Time zone of times without an offset (default UTC)");
    sub->add_option("--country", words.country, "Country of phone numbers without one, e.g. NL");
    sub->add_option("--currency", words.currency, "Currency of amounts that name none, e.g. EUR");
    sub->add_option("--secret", words.secret, "Secret that signs the webhooks; kept in the data folder, never shown");
    sub->add_option("--set", words.set, "Setting of the format, name=value")->allow_extra_args(false);
  }

  void add_sources() {
    CLI::App* group = app_.add_subcommand("source", "Where events come from: SDKs, webhooks, files of tools");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "add", "Make a source", [this] { return run_source_put(folder_, spec_, true); });
    add_source_words(sub, spec_);
    sub->footer("Example: sojourn source add shop --format shopify --country NL --currency EUR --secret ...");
    sub = command(group, "set", "Change a source; what is not told stays",
                  [this] { return run_source_put(folder_, spec_, false); });
    add_source_words(sub, spec_);
    sub = command(group, "list", "All sources", [this] { return run_source_list(folder_, format_); });
    add_format(sub, format_);
    sub =
        command(group, "show", "One source with its keys", [this] { return run_source_show(folder_, name_, format_); });
    sub->add_option("name", name_, "Name of the source")->required();
    add_format(sub, format_);
    for (const bool enable : {false, true}) {
      sub =
          command(group, enable ? "enable" : "disable", enable ? "Take what is sent to it again" : "Take nothing more",
                  [this, enable] { return run_source_enable(folder_, name_, enable); });
      sub->add_option("name", name_, "Name of the source")->required();
    }
    add_keys();
  }

  void add_keys() {
    CLI::App* group = app_.add_subcommand("key", "Keys that let SDKs and webhooks write to a source");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "create", "Make a key; it is shown this once",
                            [this] { return run_key_create(folder_, source_, hook_, format_); });
    sub->add_option("source", source_, "Name of the source")->required();
    sub->add_flag("--hook", hook_, "For the address of a webhook (what sources of a format take anyway)");
    add_format(sub, format_);
    sub = command(group, "list", "Keys of a source", [this] { return run_key_list(folder_, source_, format_); });
    sub->add_option("source", source_, "Name of the source")->required();
    add_format(sub, format_);
    sub = command(group, "revoke", "Make a key worthless, at once",
                  [this] { return run_key_revoke(folder_, source_, id_); });
    sub->add_option("source", source_, "Name of the source")->required();
    sub->add_option("key", id_, "The id of the key (sojourn key list)")->required();
  }

  void add_maps() {
    CLI::App* sub = command("formats", "Formats of tools that import and webhooks understand, or all about one",
                            [this] { return run_formats(id_, format_); });
    sub->add_option("id", id_, "A format");
    add_format(sub, format_);

    sub = command("replay", "Read bodies of webhooks again with the readers of today",
                  [this] { return run_replay(folder_, source_, failed_); });
    sub->add_option("--source", source_, "Only of this source");
    sub->add_flag("--failed", failed_, "Only those that could not be read");

    add_map_command();
  }

  void add_map_command() {
    CLI::App* const map =
        app_.add_subcommand("map", "Make a map of a file with columns of its own: proposes, asks, writes");
    // Ours is called after that of a subcommand, which goes before.
    map->callback([this, map] {
      if (map->get_subcommands().empty()) action_ = [this] { return run_map(map_); };
    });
    CLI::App* sub = command(map, "list", "Maps that are saved", [this] { return run_map_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(map, "show", "One saved map, as TOML", [this] { return run_map_show(folder_, name_); });
    sub->add_option("name", name_, "Name of the map")->required();
    sub = command(map, "save", "Save a map, so that sojourn import and the web page find it by its name",
                  [this] { return run_map_save(folder_, file_, name_); });
    sub->add_option("file", file_, "A map (docs/formats/map.md)")->required();
    sub->add_option("--name", name_, "Its name (default: the file's, without .toml)");
    sub = command(map, "rm", "Remove a saved map; what was read by it stays",
                  [this] { return run_map_remove(folder_, name_); });
    sub->add_option("name", name_, "Name of the map")->required();
    sub = map;
    sub->add_option("file", map_.file, "CSV, TSV, JSON, Excel or Parquet");
    sub->add_option("--out", map_.out, "Map to write (default: the file's name with .toml; -: to the terminal)");
    sub->add_option("--source", map_.source, "Name of the source that the map gives");
    sub->add_option("--zone", map_.zone, "Time zone of times without an offset");
    sub->add_option("--currency", map_.currency, "Currency of the amounts");
    sub->add_flag("--yes", map_.yes, "Take all that is proposed; ask nothing");
    sub->footer(
        "Examples: sojourn map answers.csv && sojourn import answers.csv --map answers.toml\n"
        "          sojourn map save answers.toml && sojourn import next.csv --map answers");
  }

  void add_rules() {
    CLI::App* group =
        app_.add_subcommand("rule", "Rules of invitations: after what, when, and how customers are asked");
    group->require_subcommand(1);
    CLI::App* sub =
        command(group, "add", "Make a rule, or set it anew", [this] { return run_rule_add(folder_, file_); });
    sub->add_option("file", file_, "JSON or TOML (docs/formats/rule.md)")->required();
    sub = command(group, "try", "What a rule would have done in the last 30 days; changes nothing",
                  [this] { return run_rule_try(folder_, file_, format_); });
    sub->add_option("file", file_, "JSON or TOML (docs/formats/rule.md)")->required();
    add_format(sub, format_);
    sub = command(group, "list", "All rules, and what each did", [this] { return run_rule_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "show", "One rule, as JSON", [this] { return run_rule_show(folder_, name_); });
    sub->add_option("name", name_, "Name of the rule")->required();
    for (const bool enable : {false, true}) {
      sub = command(group, enable ? "enable" : "disable", enable ? "Invite again" : "Plan and send nothing",
                    [this, enable] { return run_rule_enable(folder_, name_, enable); });
      sub->add_option("name", name_, "Name of the rule")->required();
    }
    sub = command(group, "remove", "Remove a rule; what it planned is not sent",
                  [this] { return run_rule_remove(folder_, name_); });
    sub->add_option("name", name_, "Name of the rule")->required();
  }

  void add_invitations() {
    CLI::App* sub = command("invitations", "Invitations, the newest first, and what became of them",
                            [this] { return run_invitations(folder_, invitations_, format_); });
    sub->add_option("--state", invitations_.state, "planned, due, sending, sent, answered, failed or skipped");
    sub->add_option("--rule", invitations_.rule, "Only of this rule");
    sub->add_option("--limit", invitations_.limit, "At most so many");
    sub->add_option("--offset", invitations_.offset, "Leave out the first so many");
    sub->add_flag("--run", invitations_.run, "First plan and send what is due, once; a server does this by itself");
    add_format(sub, format_);

    sub = command("unsubscribe", "Send somebody no more invitations; without a name, lists them",
                  [this] { return run_unsubscribe(folder_, who_name_, again_, format_); });
    sub->add_option("who", who_name_, "c-17, email:a@example.com, phone:+31...");
    sub->add_flag("--undo", again_, "Invite them again");
    add_format(sub, format_);

    CLI::App* group = app_.add_subcommand("mail", "How invitations leave: mail server, webhook, SMS service");
    group->require_subcommand(1);
    sub = command(group, "set", "Set some of it; an empty value takes one away",
                  [this] { return run_mail_set(folder_, set_); });
    sub->add_option("settings", set_, "name=value (docs/guides/invitations.md)")->required();
    sub->footer(
        "Example: sojourn mail set host=mail.example.com 'from=Shop <ask@example.com>' "
        "base_url=https://ask.example.com");
    sub = command(group, "show", "All of it, without secrets", [this] { return run_mail_show(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "test", "Send one letter", [this] { return run_mail_test(folder_, who_name_); });
    sub->add_option("to", who_name_, "An e-mail address")->required();
  }

  void add_surveys() {
    CLI::App* group = app_.add_subcommand("survey", "Surveys of our own, and signed links to them");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "add", "Make a survey from a definition or a template, or define it anew",
                            [this] { return run_survey_add(folder_, survey_); });
    sub->add_option("file", survey_.file, "JSON or TOML (docs/formats/survey.md)");
    sub->add_option("--template", survey_.from_template, "after-delivery, ces, csat, experience, nps or stars");
    sub->add_option("--name", survey_.name, "Its name in addresses (default: the definition's, else the file's)");
    sub->add_flag("--open", survey_.open, "Anybody who has the address may answer");
    sub->footer("Example: sojourn survey add --template nps --name loyalty");
    sub = command(group, "list", "All surveys", [this] { return run_survey_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "show", "One survey, as JSON", [this] { return run_survey_show(folder_, name_); });
    sub->add_option("name", name_, "Name of the survey")->required();
    sub = command(group, "remove", "Remove a survey; its answers stay",
                  [this] { return run_survey_remove(folder_, name_); });
    sub->add_option("name", name_, "Name of the survey")->required();
    sub = command(group, "link", "Print signed links for one person: the page, and one click for each score",
                  [this] { return run_survey_link(folder_, survey_link_, format_); });
    sub->add_option("name", survey_link_.survey, "Name of the survey")->required();
    sub->add_option("--who", survey_link_.who, "c-17, email:a@example.com, phone:+31...")->required();
    sub->add_option("--about", survey_link_.about, "order:o-17, call:9, touchpoint:visit, or an event's id");
    sub->add_option("--invitation", survey_link_.invitation, "Answers to one invitation are one response");
    sub->add_option("--language", survey_link_.language, "Language of the page (default: the browser's)");
    sub->add_option("--valid", survey_link_.valid, "How long from now (default 90d)");
    sub->add_option(
        "--base", survey_link_.base,
        "Address of the server, as recipients reach it (default: base_url of sojourn mail, else the server's own)");
    add_format(sub, format_);
  }

  void add_boards() {
    CLI::App* group = app_.add_subcommand("board", "Boards: answers that are shown together");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "list", "All boards, those that are built in last",
                            [this] { return run_board_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "show", "What a board shows: its tiles, or with --format json all of it",
                  [this] { return run_board_show(folder_, name_, format_); });
    sub->add_option("name", name_, "Name of the board")->required();
    add_format(sub, format_);
    sub = command(group, "export", "A board as TOML (or as JSON, into FILE.json), to be changed and imported",
                  [this] { return run_board_export(folder_, name_, file_); });
    sub->add_option("name", name_, "Name of the board")->required();
    sub->add_option("file", file_, "A new file (default: to the terminal)");
    sub = command(group, "import", "Make boards, or set them anew",
                  [this] { return run_board_import(folder_, board_files_); });
    sub->add_option("files", board_files_, "TOML or JSON (docs/formats/board.md)")->required();
    sub->footer("Example: sojourn board export service care.toml && sojourn board import care.toml");
    sub =
        command(group, "remove", "Remove a board and its shares", [this] { return run_board_remove(folder_, name_); });
    sub->add_option("name", name_, "Name of the board")->required();
    sub = command(group, "homes", "The boards that are built in, a first page each",
                  [this] { return run_board_homes(format_); });
    add_format(sub, format_);
  }

  void add_segments() {
    CLI::App* group = app_.add_subcommand("segment", "Filters that have a name: segment(\"loyal\")");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "list", "All segments", [this] { return run_segment_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "set", "Make a segment, or change what it stands for, everywhere",
                  [this] { return run_segment_set(folder_, segment_); });
    sub->add_option("name", segment_.name, "Name of the segment")->required();
    sub->add_option("where", segment_.where, "The filter that it stands for (docs/formats/filter.md)")->required();
    sub->add_option("--title", segment_.title, "What people call it");
    sub->add_option("--about", segment_.about, "What it is for");
    sub->footer("Example: sojourn segment set loyal 'did(\"purchase\") >= 2' --title 'Loyal customers'");
    sub = command(group, "remove", "Remove a segment that nothing uses",
                  [this] { return run_segment_remove(folder_, name_); });
    sub->add_option("name", name_, "Name of the segment")->required();
  }

  static void add_question(CLI::App* sub, AskWords& words) {
    sub->add_option("measure", words.question.measure, "A measure (sojourn measures lists them)")->required();
    sub->add_option("parameters", words.assignments, "Parameters, name=value");
    sub->add_option("--step", words.step_values, "A step of a funnel; the same as step=EXPR")->allow_extra_args(false);
    sub->add_option("--where", words.question.where, "Only events that pass this filter (docs/formats/filter.md)");
    sub->add_option("--by", words.by, "Split by fields, e.g. channel,customer.location")->delimiter(',');
    sub->add_option("--over", words.over, "Split by period: hour, day, week, month, quarter, year");
    sub->add_option("--from", words.question.from, "From this time on (a date, a time, or -30d)");
    sub->add_option("--to", words.question.to, "Before this time");
    sub->add_option("--zone", words.question.zone, "Time zone of periods and dates (default UTC)");
    add_format(sub, words.format);
  }

  void add_ask() {
    CLI::App* sub = command("ask", "Ask a measure", [this] { return run_ask(folder_, ask_); });
    add_question(sub, ask_);
    const std::map<std::string, Output> names{
        {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}, {"xlsx", Output::kXlsx}};
    sub->remove_option(sub->get_option("--format"));
    sub->add_option("--format", ask_.format, "table, json, csv or xlsx (a workbook, which needs --output)")
        ->transform(CLI::CheckedTransformer(names));
    sub->add_option("--output", ask_.output, "A new file for the answer");
    sub->footer(
        "Examples:\n  sojourn ask csat --by channel --over month --where 'customer.location = \"NL\"'\n"
        "  sojourn ask revenue --over month --format xlsx --output revenue.xlsx");
  }

  void add_who() {
    CLI::App* sub =
        command("who", "List the customers behind a cell of an answer", [this] { return run_who(folder_, who_); });
    add_question(sub, who_.ask);
    sub->add_option("--cell", who_.cell, "name=value of the row's split and key columns; column=NAME for the count");
    sub->add_option("--limit", who_.limit, "At most so many");
    sub->add_option("--offset", who_.offset, "Leave out the first so many");
    sub->footer("Example: sojourn who nps --by channel --cell channel=email --cell column=detractors");
  }

  void add_measures() {
    CLI::App* sub = command("measures", "What can be asked, or all about one measure",
                            [this] { return run_measures(measure_, markdown_, format_); });
    sub->add_option("id", measure_, "A measure");
    sub->add_option("--markdown", markdown_, "Write a page a measure into this folder (docs/measures)");
    add_format(sub, format_);
  }

  void add_people() {
    CLI::App* sub =
        command("timeline", "One customer's life, in order", [this] { return run_timeline(folder_, timeline_); });
    sub->add_option("customer", timeline_.customer, "c-17, email:a@example.com, phone:+31...")->required();
    sub->add_option("--from", timeline_.from, "From this time on");
    sub->add_option("--to", timeline_.to, "Before this time");
    sub->add_option("--zone", timeline_.zone, "Time zone (default UTC)");
    sub->add_option("--limit", timeline_.limit, "At most so many events");
    sub->add_option("--offset", timeline_.offset, "Leave out the first so many");
    add_format(sub, timeline_.format);

    sub = command("link", "Say that two identifiers are one customer",
                  [this] { return run_link(folder_, a_, b_, reason_); });
    sub->add_option("a", a_, "An identifier, e.g. c-17")->required();
    sub->add_option("b", b_, "Another, e.g. email:a@example.com")->required();
    sub->add_option("--reason", reason_, "Why, for those who look later");

    sub = command("unlink", "Undo the links between two identifiers, or one link by its number",
                  [this] { return run_unlink(folder_, a_, b_); });
    sub->add_option("a", a_, "An identifier, or the number of a link")->required();
    sub->add_option("b", b_, "The other identifier");

    sub = command("links", "Links between identifiers, undone ones too, and guarded identifiers",
                  [this] { return run_links(folder_, a_, format_); });
    sub->add_option("of", a_, "Only those of the customer of this identifier");
    add_format(sub, format_);
  }

  void add_record() {
    CLI::App* sub = command("rejects", "Rows that were refused, and why; newest first",
                            [this] { return run_rejects(folder_, source_, limit_, format_); });
    sub->add_option("--source", source_, "Only of this source");
    sub->add_option("--limit", limit_, "At most so many");
    add_format(sub, format_);

    sub = command("sql", "Read-only SQL over events, identifiers, links, rejects, sources",
                  [this] { return run_sql(folder_, text_, sql_limit_, format_); });
    sub->add_option("text", text_, "One SELECT")->required();
    sub->add_option("--limit", sql_limit_, "At most so many rows (default: 100 as a table, all as JSON or CSV)");
    add_format(sub, format_);
    sub->footer("Example: sojourn sql \"select channel, count(*) from events group by 1 order by 2 desc\"");

    sub = command("export", "Write all events, or the result of a query, to a file: Parquet, CSV, XES or OCEL", [this] {
      return log_kind_.empty() ? run_export(folder_, path_, query_) : run_log_export(folder_, path_, log_kind_, gap_);
    });
    sub->add_option("file", path_, "FILE.parquet or FILE.csv; FILE.xes; of OCEL FILE.json, FILE.xml or FILE.sqlite")
        ->required();
    sub->add_option("--query", query_, "One SELECT instead of all events");
    sub->add_option("--format", log_kind_, "xes or ocel: an event log for process mining instead")
        ->check(CLI::IsMember({"xes", "ocel"}));
    sub->add_option("--gap", gap_, "Of XES: the pause that ends a journey (default 30d; none: a life is one trace)");
    sub->footer(
        "Examples:\n  sojourn export events.parquet\n  sojourn export calls.csv --query \"select * from events where "
        "channel = 'call'\"\n  sojourn export journeys.xes --format xes --gap 14d");

    sub = command("stages", "Which touchpoint belongs to which stage of the journey",
                  [this] { return run_stages(folder_, set_, format_); });
    sub->add_option("--set", set_, "touchpoint=stage; an empty stage removes the rule")->allow_extra_args(false);
    add_format(sub, format_);

    sub = command("status", "How much there is, and how fresh", [this] { return run_status(folder_, format_); });
    add_format(sub, format_);
    command("rebuild", "Derive the timelines anew from the record", [this] { return run_rebuild(folder_); });
  }

  static void add_account_words(CLI::App* sub, AccountWords& words) {
    sub->add_option("account", words.account, "What one signs in with, e.g. anna or anna@example.com")->required();
    sub->add_option("--role", words.role, "owner, admin, analyst, manager, agent or viewer (docs/guides/access.md)");
    sub->add_option("--name", words.name, "As people are addressed");
    sub->add_option("--email", words.email, "For people to write to");
    sub->add_option("--scope", words.scope, "Only what passes this filter is seen (manager, agent, viewer)");
    sub->add_option("--home", words.home, "The board shown first: executive, marketing, service, agent or analyst");
    sub->add_option("--language", words.language, "en, nl, de, ru or zh");
  }

  void add_accounts() {
    CLI::App* group = app_.add_subcommand("account", "Who may sign in at sojourn serve, and what each may do");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "add", "Make an account; the first is an owner, and turns signing in on",
                            [this] { return run_account_add(folder_, account_); });
    add_account_words(sub, account_);
    sub->add_option("--password-file", account_.password_file, "One line; - reads what comes in (default: asks)");
    sub->add_flag("--without-password", account_.without_password, "Cannot sign in until one is set");
    sub->footer("Example: sojourn account add anna --role manager --scope 'department = \"North\"'");
    sub = command(group, "set", "Change an account; what is not told stays",
                  [this] { return run_account_set(folder_, account_); });
    add_account_words(sub, account_);
    sub->add_flag("--disabled,!--enabled", account_.disabled, "May it sign in? It is signed out at once");
    sub->footer("Example: sojourn account set anna --role analyst --scope ''");
    sub = command(group, "password", "Set a password; the account is signed out everywhere",
                  [this] { return run_account_password(folder_, account_); });
    sub->add_option("account", account_.account, "The account")->required();
    sub->add_option("--password-file", account_.password_file, "One line; - reads what comes in (default: asks)");
    sub = command(group, "list", "All accounts", [this] { return run_account_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "remove", "Remove an account, its sessions and its tokens",
                  [this] { return run_account_remove(folder_, account_.account); });
    sub->add_option("account", account_.account, "The account")->required();
    sub = command(group, "sessions", "Where somebody is signed in",
                  [this] { return run_account_sessions(folder_, account_.account, again_, format_); });
    sub->add_option("account", account_.account, "The account")->required();
    sub->add_flag("--end", again_, "Sign it out everywhere");
    add_format(sub, format_);
  }

  void add_tokens() {
    CLI::App* group = app_.add_subcommand("token", "What lets programs in at sojourn serve");
    group->require_subcommand(1);
    CLI::App* sub = command(group, "new", "Make a token, which is shown this once",
                            [this] { return run_token_new(folder_, token_); });
    sub->add_option("name", token_.name, "What it is for")->required();
    sub->add_option("--permission", token_.permissions, "ask, people, boards, record, setup, accounts; may be repeated")
        ->required()
        ->delimiter(',');
    sub->add_option("--scope", token_.scope, "Only what passes this filter is seen");
    sub->add_option("--expires", token_.expires, "90d, or a time (default: never)");
    sub->footer("Example: sojourn token new 'weekly sheet' --permission ask --expires 90d");
    sub = command(group, "list", "All tokens, without the tokens themselves",
                  [this] { return run_token_list(folder_, format_); });
    add_format(sub, format_);
    sub = command(group, "revoke", "Revoke a token; at once", [this] { return run_token_revoke(folder_, id_); });
    sub->add_option("id", id_, "As sojourn token list shows it")->required();
    sub = command("audit", "Who did what: sign-ins, accounts, tokens, keys, exports, SQL, links; newest first",
                  [this] { return run_audit(folder_, audit_, format_); });
    sub->add_option("--limit", audit_.limit, "At most so many (default 100)")->check(CLI::Range(1, 1000));
    sub->add_option("--before", audit_.before, "Only entries with a smaller number");
    sub->add_option("--account", audit_.account, "Only what this account did");
    sub->add_option("--action", audit_.action, "Only this: \"token\" finds \"token.made\" and \"token.revoked\"");
    add_format(sub, format_);
  }

  void add_serve() {
    CLI::App* sub = command("serve", "Serve the boards and the HTTP API", [this] {
      if (const char* key = std::getenv("SOJOURN_ADMIN_KEY"); key != nullptr && serve_words_.admin_key.empty()) {
        serve_words_.admin_key = key;
      }
      return run_serve(folder_, serve_words_, serve_);
    });
    sub->add_option("--port", serve_words_.port, "Port (default 8080; 0: any free one)")->check(CLI::Range(0, 65535));
    sub->add_option("--bind", serve_words_.bind,
                    "Address (default 127.0.0.1); others need an account, or SOJOURN_ADMIN_KEY");
    sub->add_option("--threads", serve_words_.threads, "Threads (default: the machine's cores)")
        ->check(CLI::Range(0, 256));
  }

  void add_simulate() {
    CLI::App* sub = command("simulate", "Write the events of a made-up company, with known truths planted in it",
                            [this] { return run_simulate(simulate_); });
    sub->add_option("--customers", simulate_.customers, "How many customers (default 20000)")
        ->check(CLI::Range(int64_t{1}, int64_t{100'000'000}));
    sub->add_option("--seed", simulate_.seed, "Same seed, same company (default 1)");
    sub->add_option("--out", simulate_.out, "JSON lines file to write")->required();
    sub->add_option("--truth", simulate_.truth, "Also write what was planted, as JSON, to this file");
    sub->footer("Example: sojourn simulate --customers 1000 --out company.jsonl && sojourn import company.jsonl");
  }

  const Serve& serve_;
  CLI::App app_;
  std::string folder_;
  std::function<Status()> action_;
  ImportWords import_;
  AskWords ask_;
  WhoWords who_;
  TimelineWords timeline_;
  ServeWords serve_words_;
  SimulateWords simulate_;
  SourceWords spec_;
  MapWords map_;
  InvitationWords invitations_;
  SegmentWords segment_;
  std::vector<std::string> board_files_;
  AccountWords account_;
  TokenWords token_;
  AuditWords audit_;
  std::string file_, who_name_;
  bool again_ = false;
  SurveyWords survey_;
  SurveyLinkWords survey_link_;
  std::string name_, id_;
  bool hook_ = false;
  bool failed_ = false;
  std::string measure_, markdown_, a_, b_, reason_, source_, text_, path_, query_, log_kind_, gap_;
  std::vector<std::string> set_;
  size_t limit_ = 100;
  size_t sql_limit_ = 0;
  Output format_ = Output::kTable;
};

}  // namespace

int run_cli(int argc, char** argv, const Serve& serve) { return CommandLine(serve).run(argc, argv); }

}  // namespace sojourn
