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
// In place of the row of that name, else as a new one. Joined topics have one name and a row each, told apart by language.
void put_topic_row(std::vector<TopicRow>& rows, TopicRow row);
// The row of the topic under the name it has.
void drop_topic_row(std::vector<TopicRow>& rows, const Topic& topic);
// What a fit is to keep.
std::vector<PinnedTopic> pinned_of(const std::vector<TopicRow>& rows, const TopicModel& model);
// Is a pinned one missing in the model, or known by other words?
bool lacks_pins(const std::vector<TopicRow>& rows, const TopicModel& model);
// Brings a model in line: lets go what is pinned no more, and gives back the names that it does not have, to the topic of that
// language which shares the most words, at least half of the fewer.
void restore_names(const std::vector<TopicRow>& rows, TopicModel& model);
// The words of named topics as the model has them now.
void follow_words(const TopicModel& model, std::vector<TopicRow>& rows);

}  // namespace sojourn
