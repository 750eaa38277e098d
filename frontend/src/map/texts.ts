import { m } from '../paraglide/messages.js';

/** The texts of MapLibre's own controls, in the language in force. */
export function controlTexts(): Record<string, string> {
  return {
    'Map.Title': m.map_title(),
    'NavigationControl.ZoomIn': m.map_zoom_in(),
    'NavigationControl.ZoomOut': m.map_zoom_out(),
    'GeolocateControl.FindMyLocation': m.map_find_me(),
    'GeolocateControl.LocationNotAvailable': m.map_no_location(),
    'AttributionControl.ToggleAttribution': m.map_attribution(),
    'AttributionControl.MapFeedback': m.map_attribution(),
    'ScaleControl.Meters': m.map_metres(),
    'ScaleControl.Kilometers': m.map_kilometres(),
    'Popup.Close': m.close(),
    'Marker.Title': m.map_marker(),
  };
}
