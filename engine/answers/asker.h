// Question in, answer out: looks the measure up, binds it to the newest timelines, folds in parallel, finishes.
// Threads   every method from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "answers/state_cache.h"
#include "base/status.h"
#include "measure/answer.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "store/store.h"
#include "timelines/filter_segments.h"
#include "timelines/timelines.h"

namespace sojourn {

// All measures, in the order in which they are shown. No registration magic: one explicit list.
std::span<const MeasureDefinition> catalogue();
// Errors: kNotFound, with near names.
Result<const MeasureDefinition*> find_measure(std::string_view id);

// One customer behind a number.
struct Person {
  uint32_t number = 0;
  std::vector<Identifier> identifiers;  // The first names the customer.
};

struct People {
  int64_t total = 0;           // All of them; equals the cell when it counts customers.
  std::vector<Person> people;  // The page asked for, by customer number.
};

class Asker {
 public:
  // Both are borrowed. Keeps states of the questions it was asked (state_cache.h).
  Asker(Store& store, Timelines& timelines)
      : store_(store), timelines_(timelines), states_(std::make_unique<StateCache>()) {}

  // What segment("name") stands for in the questions from now on; without it there are no segments. Before other
  // threads ask.
  void set_segments(FindSegment find) { find_segment_ = std::move(find); }
  const FindSegment& segments() const { return find_segment_; }

  // Errors: kInvalidArgument (`where`: measure, parameter, filter column, by, from, to, zone), kNotFound, kLimit,
  // kCancelled (when *cancelled becomes true).
  Result<Answer> ask(const Question& question, const std::atomic<bool>* cancelled = nullptr) const;

  // All of them over one snapshot, each with its own error. Errors: kCancelled; no snapshot can be had.
  Result<std::vector<Result<Answer>>> ask_all(std::span<const Question> questions,
                                              const std::atomic<bool>* cancelled = nullptr) const;

  // The time of the newest event, or the clock where that lies in its future or there is none.
  Result<Micros> newest() const;

  // The customers behind a cell of the answer to that question.
  Result<People> who(const Question& question, const CellRef& cell, size_t offset, size_t limit) const;

  // All customers behind a cell as numbers, ascending (for tests, segments, exports).
  Result<std::vector<uint32_t>> who_numbers(const Question& question, const CellRef& cell) const;

 private:
  struct Prepared {
    const MeasureDefinition* definition = nullptr;
    Question expanded;
  };
  Result<Prepared> prepare(const Question& question) const;
  Result<Answer> ask_on(const Prepared& asked, const Question& question, const Snapshot& snapshot,
                        const std::atomic<bool>* cancelled) const;
  Result<Answer> ask_record(const MeasureDefinition& definition, const Question& question) const;

  Store& store_;
  Timelines& timelines_;
  std::unique_ptr<StateCache> states_;
  FindSegment find_segment_;
};

// The question with each segment's filter put behind its name, in `where` and in the parameters that are filters.
// Errors: `where` is where, or the parameter; kNotFound for the measure.
Result<Question> with_segments(const Question& question, const FindSegment& find);

// For tests and tools without a store: the same on any snapshot.
Result<Answer> ask_snapshot(const Question& question, const Snapshot& snapshot, size_t threads = 0,
                            StateCache* cache = nullptr);
// All customers behind a cell, ascending.
Result<std::vector<uint32_t>> who_in_snapshot(const Question& question, const CellRef& cell, const Snapshot& snapshot,
                                              size_t threads = 0);

}  // namespace sojourn
