// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Places in a plane.
#pragma once

namespace gradsmith::train {

/// A point of a picture or of a grid: in pixels from the upper left corner, or in columns and rows.
struct point {
  double x, y;
};

}  // namespace gradsmith::train
