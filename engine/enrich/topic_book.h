// Topics that people named or pinned, as they are kept in the record: a document that says what they are called and by which
// words they are known. The topics themselves are learned; without their file they are learned anew, and get their names back.
// Errors: kCorruption, those of the store. Threads: none of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/store.h"
#include "text/topic_model.h"

namespace sojourn {

struct TopicRow {
  std::string name;
  std::string language;            // "": of several.
  std::vector<std::string> words;  // Of a pinned topic as they were given, else the strongest ones.
  bool pinned = false;
  bool operator==(const TopicRow&) const = default;
};

// None where none were ever written: before, they stood in the file of topics alone.
Result<std::optional<std::vector<TopicRow>>> read_topic_rows(Store& store);
Status write_topic_rows(Store& store, const std::vector<TopicRow>& rows);

TopicRow topic_row_of(const Topic& topic);
// Those of a model that people named or pinned.
std::vector<TopicRow> topic_rows_of(const TopicModel& model);
// The row that speaks of a topic of the model, if there is one. Joined topics have one name and a row each: each row speaks
// of the topic of its name, or else of its language, that shares the most words with it and is no other row's.
void drop_topic_row(std::vector<TopicRow>& rows, const TopicModel& model, uint32_t id);
// A pinned row, in place of the pinned one of that name or of that of the topic it pins.
void put_pinned_row(std::vector<TopicRow>& rows, const TopicModel& model, TopicRow row);
// What a fit is to keep.
std::vector<PinnedTopic> pinned_of(const std::vector<TopicRow>& rows, const TopicModel& model);
// Is a pinned one missing in the model, or known by other words?
bool lacks_pins(const std::vector<TopicRow>& rows, const TopicModel& model);
// Brings a model in line: lets go what is pinned no more, and gives back the names that it does not have, to the topic of that
// language which shares the most words, at least half of the fewer. Two rows of one name join their topics.
void restore_names(const std::vector<TopicRow>& rows, TopicModel& model);
// The words of the topics as the model has them now. A topic of several languages that is pinned no more and gone loses its row.
void follow_words(const TopicModel& model, std::vector<TopicRow>& rows);

}  // namespace sojourn
