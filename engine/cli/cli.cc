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
    add_ask();
    add_who();
    add_measures();
    add_people();
    add_record();
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
    CLI::App* sub = app_.add_subcommand(name, about);
    sub->callback([this, action = std::move(action)] { action_ = action; });
    return sub;
  }

  static void add_format(CLI::App* sub, Format& format) {
    const std::map<std::string, Format> names{
        {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}};
    sub->add_option("--format", format, "table, json or csv")->transform(CLI::CheckedTransformer(names));
  }

  void add_import() {
    CLI::App* sub =
        command("import", "Read files of events into the record", [this] { return run_import(folder_, import_); });
    sub->add_option("files", import_.files, "CSV, TSV, JSON lines, JSON or Parquet; .gz and .zst too")->required();
    sub->add_option("--map", import_.map, "Map file: which column means what (docs/formats/map.md)");
    sub->add_option("--source", import_.source, "Name of the source (default: the map's, else the file's name)");
    sub->add_option("--zone", import_.zone, "Time zone of times without an offset (default: the map's, else UTC)");
    sub->add_flag("--dry-run", import_.dry_run, "Read and check everything, store nothing");
    sub->add_flag("--strict", import_.strict, "Stop at the first row that is refused");
    sub->footer("Example: sojourn import survey.csv --zone Europe/Berlin --dry-run");
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
    sub->footer("Example: sojourn ask csat --by channel --over month --where 'customer.location = \"NL\"'");
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
    CLI::App* sub = command("rejects", "Rows that were refused, and why",
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

    sub = command("export", "Write all events, or the result of a query, to a Parquet or CSV file",
                  [this] { return run_export(folder_, path_, query_); });
    sub->add_option("file", path_, "FILE.parquet or FILE.csv")->required();
    sub->add_option("--query", query_, "One SELECT instead of all events");

    sub = command("stages", "Which touchpoint belongs to which stage of the journey",
                  [this] { return run_stages(folder_, set_, format_); });
    sub->add_option("--set", set_, "touchpoint=stage; an empty stage removes the rule")->allow_extra_args(false);
    add_format(sub, format_);

    sub = command("status", "How much there is, and how fresh", [this] { return run_status(folder_, format_); });
    add_format(sub, format_);
    command("rebuild", "Derive the timelines anew from the record", [this] { return run_rebuild(folder_); });
  }

  void add_serve() {
    CLI::App* sub = command("serve", "Serve the boards and the HTTP API", [this] {
      if (const char* key = std::getenv("SOJOURN_ADMIN_KEY"); key != nullptr && serve_words_.admin_key.empty()) {
        serve_words_.admin_key = key;
      }
      return run_serve(folder_, serve_words_, serve_);
    });
    sub->add_option("--port", serve_words_.port, "Port (default 8080; 0: any free one)")->check(CLI::Range(0, 65535));
    sub->add_option("--bind", serve_words_.bind, "Address (default 127.0.0.1); others need SOJOURN_ADMIN_KEY");
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
  std::string measure_, markdown_, a_, b_, reason_, source_, text_, path_, query_;
  std::vector<std::string> set_;
  size_t limit_ = 100;
  size_t sql_limit_ = 0;
  Format format_ = Format::kTable;
};

}  // namespace

int run_cli(int argc, char** argv, const Serve& serve) { return CommandLine(serve).run(argc, argv); }

}  // namespace sojourn
