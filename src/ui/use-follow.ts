import { cancelFrame, frame, type MotionValue } from 'framer-motion';
import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A ref for an element that follows a value outside React. `draw` runs before the element is first painted, after each
 * render, and once in each frame in which the value has changed. What it sets must not be among the element's props.
 */
export function useFollow<Value, E extends Element>(
  value: MotionValue<Value>,
  draw: (element: E, value: Value) => void,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  // Without dependencies: `draw` is another function with each render, since it reads that render's props.
  useLayoutEffect(() => {
    const drawNow = () => draw(ref.current!, value.get());
    drawNow();
    const stop = value.on('change', () => frame.render(drawNow));
    return () => {
      stop();
      cancelFrame(drawNow);
    };
  });
  return ref;
}
