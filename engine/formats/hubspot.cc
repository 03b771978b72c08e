// HubSpot: exports (CSV, Excel) of contacts, tickets, deals and feedback submissions.
//
// Headers   are labels in the language of the export. English labels and internal names are known; others are named by
//           settings: column.Adres e-mail = email.
// Source    HubSpot knowledge base, "Export your records"; the internal names of its default properties.
#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/hubspot_columns.h"
#include "formats/survey_response.h"
#include "formats/table.h"

namespace sojourn {
namespace {

using hubspot::Known;
using hubspot::Object;

// By survey: are its satisfaction answers stars, 1 to 5? Faces count 0, 1 and 2.
using Stars = std::map<std::string, bool>;

class Export {
 public:
  Export(Table table, const FormatSettings& settings, const QuestionRules& rules, EventWriter& writer)
      : table_(std::move(table)),
        settings_(settings),
        rules_(rules),
        writer_(writer),
        known_(hubspot::name_columns(table_, settings)) {}

  // Looks at all answers, so that those of one survey are on one scale.
  Result<Stars> find_stars() {
    Stars stars;
    if (hubspot::object_of(table_) != Object::kFeedback) return stars;
    while (true) {
      SOJOURN_TRY(const bool more, table_.next(writer_, false));
      if (!more) return stars;
      if (!hubspot::is_satisfaction(lower_ascii(table_.at("hs_survey_type")))) continue;
      const auto answer = rules_.number_of(table_.at("hs_value"));
      const bool unhappy = lower_ascii(table_.at("hs_response_group")).starts_with("detractor");
      const bool star = answer && (*answer > 2 || (*answer > 0 && unhappy));
      if (star) stars[std::string(table_.at("hs_survey_name"))] = true;
    }
  }
  void know_stars(Stars stars) { stars_ = std::move(stars); }

  Status read() {
    const Object object = hubspot::object_of(table_);
    if (object == Object::kNone) {
      return Status::invalid(
          "the columns are not known: export with English labels or internal names, or name them (column.LABEL = "
          "email, "
          "hs_object_id, createdate ...), or make a map (sojourn map FILE)",
          "line 1");
    }
    while (true) {
      SOJOURN_TRY(const bool more, table_.next(writer_));
      if (!more) return {};
      SOJOURN_CHECK(read_row(object));
    }
  }

 private:
  Status read_row(Object object) {
    switch (object) {
      case Object::kFeedback: return read_feedback();
      case Object::kDeal: return read_deal();
      case Object::kTicket: return read_ticket();
      default: return read_contact();
    }
  }

  std::optional<ParsedTime> time(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      const std::string_view text = table_.at(name);
      if (text.empty()) continue;
      const Result<ParsedTime> time = parse_time(text, writer_.options().zone);
      if (time) return *time;
    }
    return std::nullopt;
  }

  Status refuse(const std::string& field, const std::string& reason) {
    return writer_.reject(table_.line(), table_.raw(), field, reason);
  }

  // Starts the event of a record. False: it became a reject, whose status is in `refused`.
  bool begin(const std::string& kind, const std::optional<ParsedTime>& when, Status& refused) {
    const std::string id(table_.at("hs_object_id"));
    if (id.empty() || !when) {
      refused = refuse("hs_object_id", "the record has no id or no time (Record ID, Create Date)");
      return false;
    }
    const auto modified = time({"hs_lastmodifieddate", "lastmodifieddate"});
    writer_.begin(table_.line(), table_.raw());
    writer_.id(kind + ":" + id).time(when->utc, when->offset_minutes);
    writer_.version(milliseconds(modified ? modified->utc : when->utc));
    return true;
  }

  // Records name the contacts they belong to: "101;102". More than one is nobody for sure.
  void write_contact() {
    const std::string ids(table_.at("contact_id"));
    if (ids.find(';') == std::string::npos) writer_.who(IdentifierKind::kId, vendor_id(settings_, "hubspot", ids));
    const std::string_view email = table_.at("contact_email");
    if (email.find(';') == std::string_view::npos) writer_.who(IdentifierKind::kEmail, email);
  }

  Status read_contact() {
    Status refused;
    if (!begin("contact", time({"lastmodifieddate", "hs_lastmodifieddate", "createdate"}), refused)) return refused;
    writer_.who(IdentifierKind::kId, vendor_id(settings_, "hubspot", std::string(table_.at("hs_object_id"))));
    writer_.who(IdentifierKind::kEmail, table_.at("email"));
    writer_.who(IdentifierKind::kPhone, table_.at("phone")).who(IdentifierKind::kPhone, table_.at("mobilephone"));
    writer_.set("lifecyclestage", table_.at("lifecyclestage")).set("customer_since", table_.at("createdate"));
    table_.keep_others(writer_, known_);
    return ended(writer_);
  }

  Status read_ticket() {
    Status refused;
    if (!begin("ticket", time({"createdate"}), refused)) return refused;
    const std::string source = lower_ascii(table_.at("source_type"));
    const std::string channel = source == "phone" ? "call" : source == "form" ? "web" : source;
    const std::string status(table_.at("hs_pipeline_stage"));
    writer_.set("channel", channel).set("touchpoint", "ticket").set("direction", "in");
    writer_.set("episode", "ticket:" + std::string(table_.at("hs_object_id")));
    write_contact();
    writer_.set("agent", table_.at("hubspot_owner_id")).set("queue", table_.at("hs_pipeline")).set("status", status);
    writer_.set("subject", fitting(table_.at("subject"), 4096)).set("text", fitting(table_.at("content")));
    if (!table_.at({"closed_date", "closedate"}).empty()) writer_.set("resolved", true).set("outcome", "served");
    writer_.set("closed", table_.at({"closed_date", "closedate"})).set("priority", table_.at("hs_ticket_priority"));
    writer_.set("category", table_.at("hs_ticket_category"));
    table_.keep_others(writer_, known_);
    return ended(writer_);
  }

  // A deal that was won is a purchase; others are steps towards it.
  Status read_deal() {
    const std::string stage = lower_ascii(table_.at("dealstage"));
    // "Closed won (Sales Pipeline)": the pipeline may stand behind it.
    const auto says = [&](std::string_view name, std::string_view label, std::string_view flag) {
      return stage == name || stage == label || stage.starts_with(std::string(label) + " (") ||
             says_yes(table_.at(flag)).value_or(false);
    };
    const bool won = says("closedwon", "closed won", "hs_is_closed_won");
    const bool lost = !won && says("closedlost", "closed lost", "hs_is_closed_lost");
    Status refused;
    if (!begin("deal", won || lost ? time({"closedate", "closed_date", "createdate"}) : time({"createdate"}), refused))
      return refused;
    writer_.set("channel", "sales").set("touchpoint", won ? "purchase" : lost ? "deal lost" : "deal");
    writer_.set("order", table_.at("hs_object_id")).set("product", table_.at("dealname"));
    writer_.set("currency", table_.at("deal_currency_code"));
    const std::string amount(table_.at("amount"));
    if (won) {
      writer_.set("amount", amount);
    } else {
      writer_.set("deal_amount", Cell{amount, false, CellType::kUntyped});
    }
    write_contact();
    writer_.set("agent", table_.at("hubspot_owner_id")).set("status", stage);
    table_.keep_others(writer_, known_);
    return ended(writer_);
  }

  QuestionRule rule_of(const std::string& type, const std::string& survey) const {
    if (const QuestionRule* rule = rules_.find({type})) return *rule;
    if (hubspot::is_satisfaction(type)) return {"csat", stars_.contains(survey) ? Scale{1, 5} : Scale{0, 2}};
    if (type.find("ces") != std::string::npos || type.find("effort") != std::string::npos) return {"ces", Scale{1, 7}};
    return {"nps", Scale{0, 10}};
  }

  Status read_feedback() {
    SurveyResponse response;
    response.id = table_.at("hs_object_id");
    const auto when = time({"hs_submission_timestamp", "createdate"});
    if (response.id.empty() || !when) return refuse("hs_object_id", "the answer has no id or no time");
    const auto modified = time({"hs_lastmodifieddate", "lastmodifieddate"});
    response.time = *when;
    response.version = milliseconds(modified ? modified->utc : when->utc);
    response.survey = table_.at("hs_survey_name");
    const QuestionRule rule = rule_of(lower_ascii(table_.at("hs_survey_type")), response.survey);
    const std::string value(table_.at("hs_value"));
    if (!response.add_answer(rules_, &rule, rule.kind, response.survey, "response", value)) {
      return refuse("hs_value", "'" + value.substr(0, 40) + "' is no number; say what it stands for (label." +
                                    value.substr(0, 40) + " = 5)");
    }
    response.add_text("comment", "comment", std::string(table_.at("hs_content")), rule.kind);
    return response.write(writer_, table_.line(), table_.raw(), [&] {
      write_contact();
      writer_.who(IdentifierKind::kEmail, table_.at("email"));
      writer_.set("hs_response_group", table_.at("hs_response_group"));
      writer_.set("survey_channel", table_.at("hs_survey_channel"));
      table_.keep_others(writer_, known_);
    });
  }

  Table table_;
  const FormatSettings& settings_;
  const QuestionRules& rules_;
  EventWriter& writer_;
  Known known_;
  Stars stars_;
};

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  EventBatch unread;
  EventWriter nobody(unread, writer.options());
  SOJOURN_TRY(Table first, Table::open(input.bytes, input.name));
  SOJOURN_TRY(Stars stars, Export(std::move(first), settings, rules, nobody).find_stars());
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  Export records(std::move(table), settings, rules, writer);
  records.know_stars(std::move(stars));
  return records.read();
}

bool recognises(std::string_view head, std::string_view) {
  return has_columns(head, {"Record ID", "Lifecycle Stage"}) || has_columns(head, {"Ticket ID", "Ticket status"}) ||
         has_columns(head, {"Record ID", "Ticket name"}) || has_columns(head, {"Record ID", "Deal Name"}) ||
         has_columns(head, {"Record ID", "Survey type"}) ||
         has_columns(head, {"Record ID", "Associated Contact IDs"}) ||
         has_columns(head, {"hs_object_id", "createdate"});
}

}  // namespace

Format hubspot_format() {
  Format format;
  format.id = "hubspot";
  format.title = "HubSpot contacts, tickets, deals and feedback";
  format.family = "crm";
  format.channel = "ticket";
  format.about =
      "Exports of HubSpot (CSV or Excel) with English labels or internal names. Labels of other languages are named by "
      "settings, "
      "or "
      "by the column wizard.";
  format.settings = question_settings();
  format.settings.emplace_back("column.*",
                               "The internal name of a column that has another label: column.Adres e-mail = email");
  format.settings.emplace_back("customer_ids", "plain: HubSpot's own numbers of contacts are your customer numbers");
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
