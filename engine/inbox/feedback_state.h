// What people have made of an item of feedback: state, tags, who sees to it, notes. As a value and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

inline constexpr size_t kTagCharactersMax = 60;
inline constexpr size_t kTagsMax = 30;  // Of an item.
inline constexpr size_t kNoteCharactersMax = 5'000;
inline constexpr size_t kNotesMax = 300;  // Of an item, or of an identifier.

enum class Handling : unsigned char { kOpen, kDoing, kDone };
std::string_view handling_name(Handling handling);  // "open", "doing", "done"
// Errors: kInvalidArgument, `where` is state.
Result<Handling> find_handling(std::string_view name);

struct Note {
  int64_t number = 0;  // Names it among those of its item; never given again.
  Micros at = 0;
  std::string account;  // "" : nobody was signed in.
  std::string text;
};

struct FeedbackState {
  Handling handling = Handling::kOpen;
  std::vector<std::string> tags;        // In the order in which they were given, each once.
  std::optional<std::string> assignee;  // "" : nobody, as somebody said. Nothing: nobody said anything.
  std::vector<Note> notes;              // Oldest first.
  int64_t next_note = 1;
};

// What is to become of items. What is not given stays.
struct FeedbackChange {
  std::optional<Handling> handling;
  std::optional<std::vector<std::string>> tags;
  std::vector<std::string> add_tags;
  std::vector<std::string> remove_tags;
  std::optional<std::string> assignee;
};

// Blanks at both ends go. Errors: kInvalidArgument (empty, too long, holds a comma or a line's end).
Result<std::string> check_tag(std::string_view tag);
// Errors: kInvalidArgument when it is empty or too long, `where` is text.
Result<std::string> check_note(std::string_view text);
// Errors: kLimit (kTagsMax).
Status apply_change(const FeedbackChange& change, FeedbackState& state);

nlohmann::ordered_json note_json(const Note& note);
std::string state_text(const FeedbackState& state);
// Errors: kCorruption.
Result<FeedbackState> parse_state(std::string_view text);

}  // namespace sojourn
