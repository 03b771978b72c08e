#include "intake/redaction.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "text/speaker_role.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;

// Whoever is not known to be ours may be the customer.
bool may_be_customer(const Json& turn) {
  const auto role = turn.find("role");
  if (role == turn.end() || !role->is_string()) return true;
  const Speaker speaker = speaker_of_role(role->get_ref<const std::string&>());
  return speaker == Speaker::kCustomer || speaker == Speaker::kUnknown;
}

bool holds_personal(const std::vector<PersonalSpan>& spans) {
  return std::ranges::any_of(spans, [](const PersonalSpan& span) { return is_personal(span.kind); });
}

}  // namespace

// Turns are a JSON array, or a text that holds one.
bool RedactingSink::look_at_turns(Event& event, TextArena& arena) {
  if (event.properties.find(kTurnsProperty) == std::string_view::npos) return false;
  Json properties = Json::parse(event.properties, nullptr, false);
  if (!properties.is_object() || !properties.contains(kTurnsProperty)) return false;
  Json& kept = properties[std::string(kTurnsProperty)];
  const bool as_text = kept.is_string();
  Json turns = as_text ? Json::parse(kept.get<std::string>(), nullptr, false) : kept;
  if (!turns.is_array()) return false;
  bool personal = false;
  for (Json& turn : turns) {
    if (!turn.is_object()) continue;
    if (const auto text = turn.find("text"); text != turn.end() && text->is_string()) {
      const std::string said = text->get<std::string>();
      if (holds_personal(finder_.find(said))) {
        personal = true;
        *text = masked(said);
      }
    }
    if (const auto name = turn.find("name"); name != turn.end() && name->is_string() && may_be_customer(turn)) {
      personal = true;
      *name = "[name]";
    }
  }
  if (!personal || !redact_) return personal;
  kept = as_text ? Json(turns.dump(-1, ' ', false, Json::error_handler_t::replace)) : std::move(turns);
  event.properties = arena.keep(properties.dump(-1, ' ', false, Json::error_handler_t::replace));
  return true;
}

bool RedactingSink::look_at(Event& event, TextArena& arena) {
  bool personal = look_at_turns(event, arena);
  const std::string_view text = event.text(Field::kText);
  const std::vector<PersonalSpan>& spans = finder_.find(text);
  if (!holds_personal(spans)) return personal;
  if (redact_) event.set_text(Field::kText, arena.keep(mask(text, spans)));
  return true;
}

Result<AppendReceipt> RedactingSink::append(const EventBatch& batch) {
  Counts& counts = counts_[batch.source];
  EventBatch masked_batch;  // Shares its texts with the batch, but for those that change.
  masked_batch.source = batch.source;
  masked_batch.input = batch.input;
  masked_batch.import_run = batch.import_run;
  masked_batch.replaces = batch.replaces;
  masked_batch.counts = batch.counts;
  if (redact_) masked_batch.events.reserve(batch.events.size());
  for (const Event& each : batch.events) {
    Event event = each;
    const bool turns = event.properties.find(kTurnsProperty) != std::string_view::npos;
    if (event.has(Field::kText) || turns) {
      ++counts.texts;
      counts.personal += look_at(event, masked_batch.arena) ? 1 : 0;
    }
    if (redact_) masked_batch.events.push_back(event);
  }
  if (!redact_) return sink_.append(batch);
  for (const Reject& each : batch.rejects) {
    Reject& reject = masked_batch.rejects.emplace_back(each);
    reject.raw = masked(each.raw);
    reject.reason = masked(each.reason);
  }
  return sink_.append(masked_batch);
}

}  // namespace sojourn
