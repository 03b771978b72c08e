#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_question(CLI::App* sub, AskWords& words) {
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

void CommandLine::add_ask() {
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

void CommandLine::add_who() {
  CLI::App* sub =
      command("who", "List the customers behind a cell of an answer", [this] { return run_who(folder_, who_); });
  add_question(sub, who_.ask);
  sub->add_option("--cell", who_.cell, "name=value of the row's split and key columns; column=NAME for the count");
  sub->add_option("--limit", who_.limit, "At most so many");
  sub->add_option("--offset", who_.offset, "Leave out the first so many");
  sub->footer("Example: sojourn who nps --by channel --cell channel=email --cell column=detractors");
}

void CommandLine::add_measures() {
  CLI::App* sub = command("measures", "What can be asked, or all about one measure",
                          [this] { return run_measures(measure_, markdown_, format_); });
  sub->add_option("id", measure_, "A measure");
  sub->add_option("--markdown", markdown_, "Write a page a measure into this folder (docs/measures)");
  add_format(sub, format_);
}

void CommandLine::add_people() {
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

void CommandLine::add_record() {
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

}  // namespace sojourn
