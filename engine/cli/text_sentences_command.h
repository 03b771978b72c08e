// `sojourn text evaluate` without a file: the hand-written sentences that come with the program, judged.
#pragma once

#include "cli/terminal.h"
#include "text/linear_model.h"

namespace sojourn {

// Prints a row a language: signs and languages told right, and irony, which is counted and never hidden. `model` may be null.
void print_test_sentences(const LinearModel* model, Output format);

}  // namespace sojourn
