// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the folder of the test data has besides the data sets and fits that the tests know.
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "support/test_data.hpp"

using namespace gradsmith::tests;

TEST_CASE("data sets and fits that no test uses are listed") {
  std::set<std::string> const tables{"iris", "breast_cancer", "digits", "diabetes", "diamonds"};
  std::set<std::string> const fits{"logistic_breast_cancer",    "softmax_digits",         "softmax_iris",
                                   "softmax_iris_standardised", "ols_diamonds_log_price", "softmax_mnist_train5k"};
  for (std::string const& name : table_names("tables"))
    if (!tables.contains(name)) print_not_covered("the data set " + name);
  for (std::string const& name : table_names("reference/fits"))
    if (!fits.contains(name) && !name.starts_with("ridge_diabetes_alpha")) print_not_covered("the fit " + name);
  // The project's own folder has nothing that is left out.
  std::set<std::string> others;
  for (std::string const& name : table_names("tables", project_test_data()))
    if (!tables.contains(name)) others.insert(name);
  CHECK(others.empty());
}
