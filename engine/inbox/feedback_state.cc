#include "inbox/feedback_state.h"

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "base/text.h"
#include "boards/json_fields.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kHandlings{"open", "doing", "done"};

void add_once(std::vector<std::string>& tags, const std::string& tag) {
  if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
}

Note read_note(const Json& json) {
  return {json.at("n").get<int64_t>(), json.at("at").get<Micros>(), json.at("account").get<std::string>(),
          json.at("text").get<std::string>()};
}

FeedbackState read_state(const Json& json) {
  FeedbackState state;
  const auto known = std::ranges::find(kHandlings, json.at("state").get<std::string>());
  if (known != kHandlings.end()) state.handling = static_cast<Handling>(known - kHandlings.begin());
  state.tags = json.at("tags").get<std::vector<std::string>>();
  if (!json.at("assignee").is_null()) state.assignee = json.at("assignee").get<std::string>();
  for (const Json& each : json.at("notes")) state.notes.push_back(read_note(each));
  state.next_note = json.at("next_note").get<int64_t>();
  return state;
}

}  // namespace

std::string_view handling_name(Handling handling) { return kHandlings[static_cast<size_t>(handling)]; }

Result<Handling> find_handling(std::string_view name) {
  const auto found = std::ranges::find(kHandlings, name);
  if (found != kHandlings.end()) return static_cast<Handling>(found - kHandlings.begin());
  return Status::invalid("open, doing or done was expected." +
                             did_you_mean(name, std::vector<std::string>(kHandlings.begin(), kHandlings.end())),
                         "state");
}

Result<std::string> check_tag(std::string_view tag) {
  std::string text(trim(tag));
  if (text.empty()) return Status::invalid("a tag is needed, not an empty text");
  if (boards::count_characters(text) > kTagCharactersMax) {
    return Status::invalid("a tag has at most " + std::to_string(kTagCharactersMax) + " characters");
  }
  const bool plain = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == ','; });
  return plain ? Result<std::string>(std::move(text)) : Status::invalid("a tag has neither commas nor line ends");
}

Result<std::string> check_note(std::string_view text) {
  std::string note(trim(text));
  if (note.empty()) return Status::invalid("is needed: what is to be remembered", "text");
  if (boards::count_characters(note) > kNoteCharactersMax) {
    return Status::invalid("is longer than " + std::to_string(kNoteCharactersMax) + " characters", "text");
  }
  if (note.find('\0') != std::string::npos) return Status::invalid("holds a zero byte", "text");
  return note;
}

Status apply_change(const FeedbackChange& change, FeedbackState& state) {
  if (change.handling) state.handling = *change.handling;
  if (change.assignee) state.assignee = *change.assignee;
  if (change.tags) {
    state.tags.clear();
    for (const std::string& each : *change.tags) add_once(state.tags, each);
  }
  for (const std::string& each : change.add_tags) add_once(state.tags, each);
  for (const std::string& each : change.remove_tags) std::erase(state.tags, each);
  if (state.tags.size() <= kTagsMax) return {};
  return Status::limit("an item has at most " + std::to_string(kTagsMax) + " tags", "tags");
}

Json note_json(const Note& note) {
  return {{"n", note.number}, {"at", format_time(note.at)}, {"account", note.account}, {"text", note.text}};
}

std::string state_text(const FeedbackState& state) {
  Json json{{"state", handling_name(state.handling)}, {"tags", state.tags}};
  json["assignee"] = state.assignee ? Json(*state.assignee) : Json(nullptr);
  Json& notes = json["notes"] = Json::array();
  for (const Note& each : state.notes) {
    notes.push_back({{"n", each.number}, {"at", each.at}, {"account", each.account}, {"text", each.text}});
  }
  json["next_note"] = state.next_note;
  return boards::text_of(json);
}

Result<FeedbackState> parse_state(std::string_view text) {
  try {
    return read_state(Json::parse(text));
  } catch (const Json::exception& error) {
    return Status::corruption(error.what());
  }
}

}  // namespace sojourn
