#include "cli/command_line.h"

namespace sojourn {
namespace {

void add_one_id(CLI::App* sub, FeedbackWords& words) {
  sub->add_option("id", words.id, "Number of the item (sojourn feedback list)")->required();
}

}  // namespace

void CommandLine::add_feedback() {
  FeedbackWords& words = feedback_;
  CLI::App* group = app_.add_subcommand("feedback", "What customers said, newest first: states, tags, owners, cases");
  group->require_subcommand(1);

  CLI::App* sub =
      command(group, "list", "Feedback, the newest first", [this] { return run_feedback_list(folder_, feedback_); });
  sub->add_option("--where", words.where, "Only what has an event that passes this filter (docs/formats/filter.md)");
  sub->add_option("--state", words.state, "open, doing or done (default: all)");
  sub->add_option("--tag", words.tag, "Only what has this tag");
  sub->add_option("--text", words.text, "Only where this stands in what was written");
  sub->add_option("--assignee", words.of, "Only what this account sees to; none: nobody does");
  sub->add_option("--case", words.open_case, "open, overdue or escalated: cases that are not done");
  sub->add_option("--customer", words.customer, "Only of the customer with this identifier");
  sub->add_option("--before", words.before, "The next page: as the page before says at its end");
  sub->add_option("--limit", words.limit, "How many (default 20)")->check(CLI::Range(1, 500));
  add_format(sub, words.format);
  sub->footer(
      "Examples:\n"
      "  sojourn feedback list --state open --where 'kind = \"nps\" and answer <= 6'\n"
      "  sojourn feedback list --case overdue --assignee none");

  sub = command(group, "show", "One item as JSON", [this] { return run_feedback_show(folder_, feedback_); });
  add_one_id(sub, words);

  sub = command(group, "set", "Change items: state, tags, who sees to them; all or none",
                [this] { return run_feedback_set(folder_, feedback_); });
  sub->add_option("ids", words.ids, "Numbers of items")->required();
  sub->add_option("--state", words.state, "open, doing or done");
  sub->add_option("--assign", words.assignee, "The account that sees to them");
  sub->add_flag("--nobody", words.nobody, "Nobody sees to them")->excludes("--assign");
  sub->add_option("--tag", words.add_tags, "Add a tag (repeat it for more)")->allow_extra_args(false);
  sub->add_option("--untag", words.remove_tags, "Take a tag away (repeat it for more)")->allow_extra_args(false);
  sub->footer("Example: sojourn feedback set 17 19 --state doing --assign anna --tag delivery");

  sub = command(group, "note", "Write a note on an item", [this] { return run_feedback_note(folder_, feedback_); });
  add_one_id(sub, words);
  sub->add_option("text", words.note, "The note")->required();
  sub->footer("Example: sojourn feedback note 17 'Called back, a new parcel is on its way.'");
  sub = command(group, "unnote", "Remove a note", [this] { return run_feedback_unnote(folder_, feedback_); });
  add_one_id(sub, words);
  sub->add_option("number", words.number, "Number of the note (sojourn feedback show)")->required();

  sub = command(group, "tags", "Tags that are in use", [this] { return run_feedback_tags(folder_, feedback_); });
  add_format(sub, words.format);

  sub = command(group, "settings", "Which feedback opens a case, who gets it, who is told when nobody owns it",
                [this] { return run_feedback_settings(folder_, feedback_); });
  sub->add_option("--cases", words.cases, "A filter: what passes opens a case; '' : nothing does");
  sub->add_option("--due-hours", words.due_hours, "Hours after which a case is overdue");
  sub->add_option("--escalate-hours", words.escalate_hours,
                  "Hours after which a case without owner is escalated; 0: never");
  sub->add_option("--owner", words.owner, "Who gets cases that nobody was given; '' : nobody");
  sub->add_option("--escalate-to", words.escalate_to, "Mail addresses that are told (repeat it); none: nobody")
      ->allow_extra_args(false);
  sub->add_option(
      "--since", words.since,
      "What happened earlier opens no case: 2026-05-01; '' : everything does; with the first --cases it is now");
  add_format(sub, words.format);
  sub->footer(
      "Example: sojourn feedback settings --cases 'kind = \"nps\" and answer <= 6' --due-hours 48 --escalate-hours 24 "
      "--escalate-to care@example.com\n"
      "Letters leave while sojourn serve runs (sojourn mail set ...).");
}

void CommandLine::add_notes() {
  FeedbackWords& words = feedback_;
  CLI::App* group = app_.add_subcommand("note", "Notes on customers");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "list", "Notes on a customer, at whichever identifier",
                          [this] { return run_customer_note_list(folder_, feedback_); });
  sub->add_option("customer", words.customer, "Any identifier: c-17, email:anna@example.com")->required();
  add_format(sub, words.format);
  sub =
      command(group, "add", "Write a note on a customer", [this] { return run_customer_note_add(folder_, feedback_); });
  sub->add_option("customer", words.customer, "Any identifier; the note stays with it")->required();
  sub->add_option("text", words.note, "The note")->required();
  sub->footer("Example: sojourn note add c-17 'Prefers to be called in the evening.'");
  sub = command(group, "remove", "Remove a note", [this] { return run_customer_note_remove(folder_, feedback_); });
  sub->add_option("customer", words.customer, "Any identifier")->required();
  sub->add_option("number", words.number, "Number of the note (sojourn note list)")->required();
}

}  // namespace sojourn
