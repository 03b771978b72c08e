#include "formats/hubspot_columns.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sojourn::hubspot {
namespace {

struct Alias {
  std::string_view name;  // Internal.
  std::string_view label;
};

constexpr std::array<Alias, 58> kAliases{{
    {"hs_object_id", "Record ID"},
    {"hs_object_id", "Contact ID"},
    {"hs_object_id", "Ticket ID"},
    {"hs_object_id", "Deal ID"},
    {"email", "Email"},
    {"phone", "Phone Number"},
    {"mobilephone", "Mobile Phone Number"},
    {"createdate", "Create Date"},
    {"createdate", "Create date"},
    {"hs_lastmodifieddate", "Last Modified Date"},
    {"hs_lastmodifieddate", "Last modified date"},
    {"lastmodifieddate", "Last Modified Date"},
    {"closedate", "Close Date"},
    {"closed_date", "Close date"},
    {"closed_date", "Ticket close date"},
    {"subject", "Ticket name"},
    {"content", "Ticket description"},
    {"hs_pipeline", "Pipeline"},
    {"hs_pipeline_stage", "Ticket status"},
    {"hs_ticket_priority", "Priority"},
    {"hs_ticket_category", "Category"},
    {"source_type", "Source"},
    {"hubspot_owner_id", "Ticket owner"},
    {"hubspot_owner_id", "Contact owner"},
    {"hubspot_owner_id", "Deal owner"},
    {"time_to_close", "Time to close"},
    {"dealname", "Deal Name"},
    {"dealstage", "Deal Stage"},
    {"amount", "Amount"},
    {"deal_currency_code", "Currency"},
    {"contact_id", "Associated Contact IDs"},
    {"contact_email", "Associated Contact Emails"},
    {"contact_email", "Contact email"},
    {"lifecyclestage", "Lifecycle Stage"},
    {"hs_survey_type", "Survey type"},
    {"hs_survey_type", "Survey Type"},
    {"hs_survey_name", "Survey name"},
    {"hs_survey_name", "Survey Name"},
    {"hs_value", "Rating"},
    {"hs_value", "Score"},
    {"hs_content", "Feedback"},
    {"hs_content", "Comment"},
    {"hs_response_group", "Sentiment"},
    {"hs_response_group", "Feedback sentiment"},
    {"hs_response_group", "Response group"},
    {"hs_survey_channel", "Survey channel"},
    {"hs_submission_timestamp", "Submission date"},
    {"hs_submission_timestamp", "Survey submission date"},
    {"hs_submission_timestamp", "Date submitted"},
    {"hs_submission_timestamp", "Date"},
    {"contact_id", "Associated contact ID"},
    {"contact_email", "Associated Contact Email"},
    {"contact_email", "Associated contact email"},
    {"hubspot_owner_id", "Owner"},
    {"hs_is_closed_won", "Is Closed Won"},
    {"hs_is_closed_lost", "Is Closed Lost"},
    {"hs_object_id", "Feedback Submission ID"},
    {"hs_object_id", "Survey response ID"},
}};

bool tells_survey(const Table& table) {
  return table.has("hs_survey_type") || table.has("Survey type") || table.has("hs_submission_timestamp");
}

// What is read of each object; everything else is kept as it is.
bool reads(Object object, std::string_view name) {
  constexpr std::array<std::string_view, 6> kAll{"hs_object_id",     "createdate", "hs_lastmodifieddate",
                                                 "lastmodifieddate", "contact_id", "contact_email"};
  constexpr std::array<std::string_view, 4> kContact{"email", "phone", "mobilephone", "lifecyclestage"};
  constexpr std::array<std::string_view, 10> kTicket{
      "closed_date",        "closedate",          "subject",     "content",         "hs_pipeline", "hs_pipeline_stage",
      "hs_ticket_priority", "hs_ticket_category", "source_type", "hubspot_owner_id"};
  constexpr std::array<std::string_view, 9> kDeal{
      "closed_date",        "closedate",        "dealname",          "dealstage",       "amount",
      "deal_currency_code", "hs_is_closed_won", "hs_is_closed_lost", "hubspot_owner_id"};
  constexpr std::array<std::string_view, 8> kFeedback{
      "email",      "hs_survey_type",    "hs_survey_name",    "hs_value",
      "hs_content", "hs_response_group", "hs_survey_channel", "hs_submission_timestamp"};
  const auto in = [&](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
  switch (object) {
    case Object::kFeedback: return in(kAll) || in(kFeedback);
    case Object::kDeal: return in(kAll) || in(kDeal);
    case Object::kTicket: return in(kAll) || in(kTicket);
    default: return in(kAll) || in(kContact);
  }
}

}  // namespace

bool is_satisfaction(std::string_view survey_type) {
  return survey_type.find("csat") != std::string_view::npos ||
         survey_type.find("satisfaction") != std::string_view::npos;
}

Object object_of(const Table& table) {
  if (tells_survey(table)) return Object::kFeedback;
  if (table.has("dealname") || table.has("dealstage")) return Object::kDeal;
  if (table.has("hs_pipeline_stage") || table.has("subject")) return Object::kTicket;
  return table.has("email") ? Object::kContact : Object::kNone;
}

Known name_columns(Table& table, const FormatSettings& settings) {
  Known known{"first name",         "last name",           "firstname",      "lastname",
              "associated contact", "associated contacts", "street address", "contact name"};
  for (const auto& [name, value] : settings) {
    constexpr std::string_view kColumn = "column.";
    if (!name.starts_with(kColumn)) continue;
    table.alias(value, name.substr(kColumn.size()));
    known.insert(lower_ascii(name.substr(kColumn.size())));
  }
  for (const Alias& alias : kAliases) {
    // "Date" and "Rating" may be anybody's columns.
    if (!reads(Object::kFeedback, alias.name) || reads(Object::kContact, alias.name) || tells_survey(table)) {
      table.alias(alias.name, alias.label);
    }
  }
  const Object object = object_of(table);
  for (const Alias& alias : kAliases) {
    if (!reads(object, alias.name)) continue;
    known.insert(lower_ascii(alias.name));
    known.insert(lower_ascii(alias.label));
  }
  if (object != Object::kFeedback) return known;
  // Beside a rating, the response is its comment; alone it is the answer.
  table.alias(table.has("hs_value") ? "hs_content" : "hs_value", "Response");
  known.insert("response");
  return known;
}

}  // namespace sojourn::hubspot
